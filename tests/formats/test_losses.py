"""The loss report against what a reader of the format finds: kept is what is there, lost is what is not."""

import json
import re
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings

from annotator.formats import corpus as corpora
from annotator.formats import losses
from annotator.formats.cells import TABLES, value_of
from annotator.formats.lines import decode, encode
from annotator.formats.losses import ASPECTS, LOST
from annotator.formats.registry import FORMATS
from annotator.services import exporting
from tests.formats.made import selections
from tests.formats.test_every_format import BOTH, nothing, read_back, written

UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FACTS = {"title", "outlet", "author", "published", "url", "language", "derived_from", "headings"}
QUALITIES = {"kind", "polarity", "source_status", "note"}
OWN = {
    "rating": "ratings", "verdict": "verdicts", "comment": "comments", "state": "states", "tag": "tags",
    "confirmation": "confirmations", "assignment": "assignments", "setting": "settings", "entity": "entities",
    "annotator": "annotators", "document": "documents", "annotation": "annotations", "attribution": "attributions",
}  # fmt: skip


def counted(lines) -> Counter[str]:
    """The aspects of lines of a corpus, as the words of the report describe them."""
    out: Counter[str] = Counter()
    for line in lines:
        kind = line["type"]
        out[OWN[kind]] += 1
        out["times"] += "modified" in line
        out["control"] += unsayable(line)
        out["facts"] += kind == "document" and not FACTS.isdisjoint(line)
        if kind == "annotation":
            out["discontinuous"] += len(line["spans"]) > 1
            out["crossing"] += "\n" in "".join(line["text"])
            out["named"] += "entity" in line
            out["notes"] += not {"note", "discuss", "certainty"}.isdisjoint(line)
        if kind == "attribution":
            out["cueless"] += not line.get("cues")
            out["several"] += len(line.get("sources", ())) > 1 or len(line.get("cues", ())) > 1
            out["chains"] += "parent" in line
            said = {"kind": "statement", "polarity": "positive", "source_status": "explicit", "note": ""} | line
            out["qualities"] += [said[name] for name in ("kind", "polarity", "source_status", "note")] != [
                "statement", "positive", "explicit", "",
            ]  # fmt: skip
    return out


def unsayable(line) -> int:
    said = [value for name, value in line.items() if (line["type"], name) != ("annotation", "text")]
    return sum(len(UNSAYABLE.findall(one if isinstance(one, str) else encode(one))) for one in said)


def lines_of(selection):
    return [decode(line) for line in list(corpora.lines(selection, nothing))[1:]]


def from_both(place, name, _lines):
    back, told = read_back(place, name)
    assert told == []
    return [decode(line) for line in back]


def from_xlsx(place, _name, _lines):
    book = pytest.importorskip("openpyxl").load_workbook(place, read_only=True)
    out = []
    for kind, title in TABLES.items():
        head, *rows = [[cell or "" for cell in row] for row in book[title].iter_rows(values_only=True)]
        out += [value_of(kind, dict(zip(head, row, strict=False))) for row in rows]
    book.close()
    return out


def from_docbin(place, _name, lines):
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin

    out, parts = {}, defaultdict(list)
    for doc in DocBin().from_disk(place).get_docs(spacy.blank("xx").vocab):
        told = doc.user_data["annotator"]
        out |= {line["id"]: line for line in told.get("project", ())}
        out[told["document"]["id"]] = {**told["document"], "text": doc.text}
        out |= {line["id"]: line for line in [*told["attributions"], *told["annotations"]]}
        for span in doc.spans["annotator"]:
            parts[span.id_].append((span.label_, [span.start_char, span.end_char], span.text))
    for id_, found in parts.items():
        assert {label for label, _, _ in found} == {out[id_]["tag"]}
        assert sorted(place for _, place, _ in found) == sorted(map(list, out[id_]["spans"]))
        out[id_] = {**out[id_], "text": [words for _, _, words in sorted(found, key=lambda one: one[1])]}
    assert {line["id"] for line in lines if line["type"] == "annotation"} == parts.keys()
    return list(out.values())


def from_conll(place, _name, lines):
    """Annotations are those whose parts the columns show, each part once."""
    content = place.read_text(encoding="utf-8")
    assert content.splitlines() == content.split("\n")[:-1]
    head, *blocks = content.split("# newdoc id = ")
    out, runs = {}, Counter()
    for kind, value in re.findall(r"# global\.(annotator|tag) = (.*)", head):
        item = {**json.loads(value), "type": kind}
        out[item["id"]] = item
    names = re.search(r"# global\.columns = FORM BEGIN END (.*)", head)[1].split(" ")
    for block in blocks:
        id_, *rest = block.split("\n")
        facts = dict(re.findall(r"# (\w+) =(.*)", block))
        person = facts.pop("annotator_id", " ")[1:]
        facts.pop("annotator", None)
        out[id_] = {**facts, "type": "document", "id": id_}
        rows = [line.split("\t") for line in rest if line and not line.startswith("# ")]
        for number, name in enumerate(names, 3):
            runs.update((id_, person, name, *run) for run in runs_of([(*row[1:3], row[number]) for row in rows]))
    for line in lines:
        if line["type"] == "annotation":
            about = line["document"], line.get("annotator", ""), "-".join(line["tag"].upper().split())
            parts = [(*about, begin, end) for begin, end in line["spans"]]
            if all(runs[part] for part in parts):
                runs.subtract(parts)
                kept = ("type", "id", "document", "tag", "spans", "text")
                out[line["id"]] = {name: line[name] for name in kept}
    assert +runs == Counter()
    return list(out.values())


def runs_of(cells):
    runs = []
    for begin, end, cell in cells:
        if cell == "B":
            runs.append((int(begin), int(end)))
        elif cell == "I":
            runs[-1] = (runs[-1][0], int(end))
    return runs


@pytest.mark.parametrize("name", [*BOTH, "xlsx", "docbin"])
@given(selection=selections())
@settings(max_examples=20)
def test_what_is_reported_as_lost_is_not_there_and_the_rest_is(name, selection, tmp_path):
    place = written(selection, name, tmp_path)
    lines = lines_of(selection)
    reader = {"xlsx": from_xlsx, "docbin": from_docbin}.get(name, from_both)
    compare(FORMATS[name].losses(losses.survey(selection)), counted(lines), counted(reader(place, name, lines)))


@given(selection=selections())
@settings(max_examples=40)
def test_columns_hold_what_is_not_reported_as_lost(selection, tmp_path):
    lines = lines_of(selection)
    told = FORMATS["conll"].losses(losses.survey(selection))
    after = counted(from_conll(written(selection, "conll", tmp_path), "conll", lines))
    before = counted(lines)
    over = sum(one.count for one in told if one.aspect == "overlapping")
    assert before["annotations"] - after["annotations"] == over
    compare([one for one in told if one.aspect != "control"], before, after, control=False)


def compare(told, before, after, *, control=True):
    there = Counter({one.aspect: one.count for one in told if one.grade != LOST})
    gone = {one.aspect: one.count for one in told if one.grade == LOST}
    for aspect in ASPECTS.keys() - {"overlapping", *(() if control else ("control",))}:
        assert (aspect, there[aspect]) == (aspect, after[aspect])
        if aspect in gone:
            assert (aspect, gone[aspect]) == (aspect, before[aspect] - after[aspect])
    assert all(one.count > 0 for one in told)


@pytest.mark.parametrize("name", [name for name, one in FORMATS.items() if one.writes])
def test_what_is_shown_before_is_what_is_told_after(name, empty, tmp_path, corpus):
    """Of three claims each of which overlaps the next, the first and the last have room."""
    if not FORMATS[name].installed:
        pytest.skip(FORMATS[name].install_line)
    for number, (begin, end) in enumerate(((4, 14), (10, 20), (16, 24)), 60):
        line = corpus.mark(number, "cue", "port")
        corpus.add({**line, "spans": [[begin, end]], "text": [corpus.text[begin:end]]})
    empty.bring(corpus.data)
    shown = exporting.forecast(empty.project).losses(name)
    done = exporting.export(empty.project, name, tmp_path / f"out{FORMATS[name].suffixes[0]}")
    assert list(done.losses) == shown
    if name == "conll":
        counts = {one.aspect: (one.count, one.grade) for one in shown}
        assert counts["overlapping"] == (1, LOST)
        assert counts["annotations"][0] == sum(line["type"] == "annotation" for line in corpus.lines) - 1


@pytest.mark.parametrize("name", [name for name, one in FORMATS.items() if not one.alone])
def test_without_articles_what_hangs_on_them_is_reported_as_lost(name, empty, corpus):
    corpus.lines = [line for line in corpus.lines if line["type"] in ("corpus", "tag", "entity")]
    empty.bring(corpus.data)
    told = exporting.forecast(empty.project).losses(name)
    assert {(one.aspect, one.count, one.grade) for one in told} == {("tags", 1, LOST), ("entities", 2, LOST)}
