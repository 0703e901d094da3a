"""Files as other programs write them: what comes in, what stays out and why; and files that are broken."""

import json
import zipfile

import pytest

from annotator.formats.registry import FORMATS
from annotator.model.errors import UserError
from annotator.model.healing import MOST_HOPS
from annotator.services import deciding, exporting, importing

TEXT = "Mayor 🚢 Anna Dahl said: “The port opens.” The union denied it.\nMore."


def at(words: str, text: str = TEXT) -> list[int]:
    begin = text.index(words)
    return [begin, begin + len(words)]


@pytest.fixture
def bring(empty, tmp_path):
    """Imports a file, or a folder of files, given by names and contents; answers the report and what there is now."""

    def bring_(files, choices=None, format_=None, **options):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        chosen = tmp_path / next(iter(files)).split("/")[0]
        done = importing.import_files(empty.project, [chosen], choices=choices, format_=format_, **options)
        empty.id = done.documents[0] if done.documents else ""
        return done.report

    return bring_


def tagged(desk) -> list[tuple[str, list[str]]]:
    text = desk.article.text
    return sorted((a.tag, a.exact(text)) for a in desk.article.annotations.values())


def linked(desk) -> list[tuple[list[str], list[str], list[str]]]:
    article = desk.article

    def words(ids):
        return sorted(article.annotations[id_].words(article.text) for id_ in ids)

    return sorted((words(a.sources), words(a.cues), words(a.contents)) for a in article.attributions.values())


def people(desk) -> list[str]:
    """The annotators that came in."""
    return [a.name for a in desk.project.annotators().values() if a != desk.project.me]


EXPECTED = [("cue", ["said"]), ("quote", ["“The port opens.”"]), ("source", ["Anna Dahl"])]
LINKED = [(["Anna Dahl"], ["said"], ["“The port opens.”"])]


def ann(*lines):
    return "\n".join(lines) + "\n"


POLNEAR = ann(
    "T1\tSource {} {}\tAnna Dahl".format(*at("Anna Dahl")),
    "T2\tCue {} {}\tsaid".format(*at("said")),
    "T3\tContent {} {}\t“The port opens.”".format(*at("“The port opens.”")),
    "T4\tAttribution {} {}\tsaid".format(*at("said")),
    "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1",
    "#1\tAnnotatorNotes T1\tthe mayor",
)


def test_polnear_events_become_attributions(bring, empty):
    report = bring({"corpus/a_4b22.ann": POLNEAR, "corpus/a_4b22.txt": TEXT})
    assert report.quarantined == []
    assert tagged(empty) == EXPECTED
    assert linked(empty) == LINKED
    assert [a.note for a in empty.article.annotations.values() if a.tag == "source"] == ["the mayor"]
    assert people(empty) == ["4b22"]


def test_the_same_files_again_bring_nothing_new(bring, empty):
    bring({"corpus/a.ann": POLNEAR, "corpus/a.txt": TEXT})
    before = empty.export()
    report = bring({"corpus/a.ann": POLNEAR, "corpus/a.txt": TEXT})
    assert (report.annotations, report.attributions, report.documents) == (0, 0, 0)
    assert report.already_present == 5  # the article, three spans, the attribution
    assert empty.export() == before


def test_an_article_that_is_here_keeps_its_facts_and_gets_the_annotations(bring, empty):
    empty.id = empty.add(TEXT)
    title = empty.article.document.title
    report = bring({"corpus/a.ann": POLNEAR, "corpus/a.txt": TEXT})
    assert (report.documents, report.annotations) == (0, 3)
    assert empty.article.document.title == title
    assert len(empty.project.documents()) == 1


def test_annotations_join_the_layer_of_the_named_annotator(bring, empty):
    bring({"corpus/a.ann": POLNEAR, "corpus/a.txt": TEXT}, annotator="Dana")
    assert people(empty) == ["Dana"]
    bring({"other/b_ffff.ann": POLNEAR, "other/b_ffff.txt": TEXT}, importing.Choices(people={"ffff": "Dana"}))
    assert people(empty) == ["Dana"]


def test_crlf_and_a_byte_order_mark_count_as_the_file_has_them(bring, empty):
    raw = "\ufeffOne\r\ntwo 🚢 said\r\nthree"
    begin = raw.index("said")
    bring({"c/a.ann": f"T1\tCue {begin} {begin + 4}\tsaid\n", "c/a.txt": raw.encode()})
    assert tagged(empty) == [("cue", ["said"])]


BROKEN_ANN = {
    "T1\tCue 5\tsaid": "not readable",
    "T1\tCue 9 5\tsaid": "cover nothing",
    "T1\tCue 5 5\t": "cover nothing",
    "T1\tCue 9000 9004\tsa1d": "outside",
    "T1\tCue 0 4\tsa1d": "stands nowhere else",
    "E1\tAttribution:T9 Source:T8": "no annotation or was kept out",
    "E1\tAttribution": "not readable",
    "R1\tx Arg1:T1": "two ends",
    "R1\tx Arg1:T8 Arg2:T9": "no annotation",
    "*\tEquiv T1 T2": "equivalence",
    "A1\tNegation T77": "not there",
    "#1\tAnnotatorItem T1\t{": "JSON",
    "Q1\tx T1": "unknown",
    "rubbish": "no line of standoff",
}


@pytest.mark.parametrize("line", BROKEN_ANN)
def test_a_broken_line_of_standoff_is_kept_out_and_the_others_are_not(bring, empty, line):
    report = bring({"c/a.ann": line + "\n" + POLNEAR.replace("T1", "T21"), "c/a.txt": TEXT})
    assert tagged(empty) == EXPECTED
    assert any(BROKEN_ANN[line] in one.reason for one in report.quarantined)


def test_standoff_without_its_text_is_kept_out(bring, empty):
    report = bring({"c/a.ann": POLNEAR, "c/b.ann": POLNEAR, "c/b.txt": TEXT})
    assert [one.reason for one in report.quarantined] == ["there is no a.txt beside it"]
    assert tagged(empty) == EXPECTED


CITRON = {
    "text": TEXT,
    "quotes": [
        {
            "cue": {"start": at("said")[0], "end": at("said")[1], "text": "said"},
            "sources": [{"start": at("Anna Dahl")[0], "end": at("Anna Dahl")[1], "text": "Anna Dahl"}],
            "contents": [dict(zip(("start", "end"), at("“The port opens.”"), strict=True))],
        }
    ],
}


def test_citron_quotes_become_attributions(bring, empty):
    report = bring({"q.json": json.dumps(CITRON)})
    assert report.quarantined == []
    assert (tagged(empty), linked(empty)) == (EXPECTED, LINKED)


def relation_lines():
    spans = [("Speaker", *at("Anna Dahl")), ("cue-verb", *at("said")), ("Content", *at("“The port opens.”"))]
    return spans, [(2, 0, "said_by"), (2, 1, "whatever")]


def test_doccano_entities_and_relations(bring, empty):
    spans, relations = relation_lines()
    line = {
        "text": TEXT,
        "entities": [{"id": n, "label": s[0], "start_offset": s[1], "end_offset": s[2]} for n, s in enumerate(spans)],
        "relations": [{"id": n, "from_id": r[0], "to_id": r[1], "type": r[2]} for n, r in enumerate(relations)],
    }
    report = bring({"d.jsonl": json.dumps(line)})
    assert report.quarantined == []
    assert (tagged(empty), linked(empty)) == (EXPECTED, LINKED)


def test_doccano_in_utf_16_is_read_when_it_is_said(bring, empty):
    line = {"text": TEXT, "label": [[n + 1 for n in at("said")] + ["Cue"]]}
    bring({"d.jsonl": json.dumps(line)}, importing.Choices(unit="UTF-16"))
    assert tagged(empty) == [("cue", ["said"])]


def test_prodigy_spans_and_relations(bring, empty):
    spans, relations = relation_lines()
    given = [{"start": s[1], "end": s[2], "label": s[0], "text": TEXT[s[1] : s[2]]} for s in spans]
    line = {
        "text": TEXT, "spans": given, "_input_hash": 1, "_annotator_id": "dana", "answer": "accept",
        "relations": [{"head_span": given[r[0]], "child_span": given[r[1]], "label": r[2]} for r in relations],
    }  # fmt: skip
    report = bring({"p.jsonl": json.dumps(line) + "\n" + json.dumps({**line, "answer": "reject"})})
    assert ["not “accept”" in one.reason for one in report.quarantined] == [True]
    assert (tagged(empty), linked(empty)) == (EXPECTED, LINKED)
    assert people(empty) == ["dana"]


def label_studio(**changes):
    spans, relations = relation_lines()
    result = [
        {
            "id": f"r{n}", "type": "labels", "from_name": "l", "to_name": "t",
            "value": {"start": s[1], "end": s[2], "labels": [s[0]], "text": TEXT[s[1] : s[2]]},
        }
        for n, s in enumerate(spans)
    ]  # fmt: skip
    result += [{"type": "relation", "from_id": f"r{r[0]}", "to_id": f"r{r[1]}", "labels": [r[2]]} for r in relations]
    task = {
        "id": 1,
        "data": {"text": TEXT},
        "annotations": [{"id": 1, "result": result, "completed_by": {"email": "d@x"}}],
    }
    return [{**task, **changes}]


def test_label_studio_regions_and_relations(bring, empty):
    report = bring({"l.json": json.dumps(label_studio())})
    assert report.quarantined == []
    assert (tagged(empty), linked(empty)) == (EXPECTED, LINKED)
    assert people(empty) == ["d@x"]


def test_what_was_moved_and_deleted_elsewhere_is_moved_and_deleted_here(empty, tmp_path, sample):
    empty.bring(sample.read_bytes())
    out = tmp_path / "tasks.json"
    exporting.export(empty.project, "label-studio", out)
    tasks = json.loads(out.read_text(encoding="utf-8"))
    results = tasks[1]["annotations"][1]["result"]
    moved, gone = [one for one in results if one["type"] == "labels"][:2]
    moved["value"]["end"] -= 1
    moved["value"]["text"] = moved["value"]["text"][:-1]
    results.remove(gone)
    tasks[1]["annotations"][1]["result"] = [r for r in results if gone["id"] not in (r.get("from_id"), r.get("to_id"))]
    out.write_text(json.dumps(tasks), encoding="utf-8")
    with type(empty)(tmp_path / "again.annotator", None, text=None) as again:
        report = importing.import_files(again.project, [out]).report
        assert report.quarantined == []
        assert report.annotations == 323
        assert any("deleted by the other program" in note for note in report.notes)
        here = {line["id"]: line for line in map(json.loads, again.export().splitlines()[1:])}
        layer = tasks[1]["data"]["annotator"]["layers"][1]["annotations"]
        own = next(one for one in layer if moved["id"] in one["keys"])
        assert here[own["id"]]["text"] == [moved["value"]["text"]]


@pytest.mark.parametrize("form", ["label-studio", "corpus"])
def test_what_another_program_changed_waits_for_a_decision(empty, tmp_path, sample, form):
    lines = [json.loads(line) for line in sample.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        line.pop("certainty", None)  # which only a claim can have
    empty.bring("\n".join(map(json.dumps, lines)))
    before, out = empty.export(), tmp_path / "there.jsonl"
    exporting.export(empty.project, form, out)
    if form == "corpus":
        lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        changed = [line for line in lines if line.get("tag") == "claim"][:12]
        for line in changed:
            line["tag"] = "quote"
        out.write_text("".join(json.dumps(line) + "\n" for line in lines))
    else:
        tasks = json.loads(out.read_text(encoding="utf-8"))
        changed = [
            one for task in tasks for layer in task["annotations"] for one in layer["result"]
            if one["type"] == "labels" and one["value"]["labels"] == ["claim"]
        ][:12]  # fmt: skip
        for one in changed:
            one["value"]["labels"] = ["quote"]
        out.write_text(json.dumps(tasks))
    assert len(changed) == 12
    seen = importing.preview(empty.project, [out]).report
    report = importing.import_files(empty.project, [out]).report
    for told in (seen, report):
        assert told.quarantined == []
        assert (told.annotations, told.attributions, told.contested) == (0, 0, 12)
        assert told.notes[0].startswith("12 items are here with another value.")
        assert "annotator decisions" in told.notes[0]
        assert all("here tag: claim; in the file tag: quote." in note for note in told.notes[1:11])
    assert empty.export() == before
    decisions = deciding.open_decisions(empty.project)
    assert len(decisions) == 12
    assert {tuple(choice.item.tag for choice in one.choices) for one in decisions} == {("claim", "quote")}
    again = importing.import_files(empty.project, [out]).report
    assert (again.annotations, again.contested) == (0, 0)


def cas_json():
    def span(number, kind, words):
        begin, end = (len(TEXT[:n].encode("utf-16-le")) // 2 for n in at(words))
        return {"%ID": number, "%TYPE": "custom.Role", "@sofa": 1, "begin": begin, "end": end, "value": kind}

    structures = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "sofaString": TEXT},
        span(2, "Source", "Anna Dahl"), span(3, "Cue", "said"), span(4, "Content", "“The port opens.”"),
    ]  # fmt: skip
    types = {"custom.Role": {"%NAME": "custom.Role", "%SUPER_TYPE": "uima.tcas.Annotation",
                             "value": {"%NAME": "value", "%RANGE": "uima.cas.String"}}}  # fmt: skip
    views = {"_InitialView": {"%SOFA": 1, "%INDEX": [2, 3, 4], "%MEMBERS": [2, 3, 4]}}
    return {"%TYPES": types, "%FEATURE_STRUCTURES": structures, "%VIEWS": views}


def test_cas_spans_in_utf_16(bring, empty):
    pytest.importorskip("cassis")
    report = bring({"dana.json": json.dumps(cas_json())})
    assert report.quarantined == []
    assert tagged(empty) == EXPECTED
    assert people(empty) == ["dana"]


def test_a_certainty_on_a_source_is_a_note_and_its_event_comes_in(bring, empty):
    report = bring({"c/a.ann": POLNEAR + "A1\tCertainty T1 certain\n", "c/a.txt": TEXT})
    assert report.quarantined == []
    assert linked(empty) == LINKED
    assert [a.note for a in empty.article.annotations.values() if a.tag == "source"] == [
        "the mayor\nCertainty: certain"
    ]


def chain_doccano(count):
    spans = [{"id": n, "label": "claim", "start_offset": 5 * n, "end_offset": 5 * n + 4} for n in range(count)]
    links = [{"from_id": n, "to_id": n + 1, "type": "parent"} for n in range(count - 1)]
    return json.dumps({"text": "said " * count, "entities": spans, "relations": links})


def chain_prodigy(count):
    spans = [{"start": 5 * n, "end": 5 * n + 4, "label": "claim"} for n in range(count)]
    links = [{"head_span": spans[n], "child_span": spans[n + 1], "label": "parent"} for n in range(count - 1)]
    return json.dumps({"text": "said " * count, "spans": spans, "relations": links, "_task_hash": 1})


@pytest.mark.parametrize("chain", [chain_doccano, chain_prodigy])
def test_parents_may_be_chained_to_any_depth(bring, empty, chain):
    report = bring({"x.jsonl": chain(3000)})
    assert (report.quarantined, report.attributions) == ([], 3000)
    assert sum(a.parent is None for a in empty.article.attributions.values()) == 3000 // MOST_HOPS


def test_a_second_parent_and_a_ring_of_parents_are_told(bring, empty):
    line = json.loads(chain_doccano(4))
    line["relations"] += [{"from_id": 0, "to_id": 2, "type": "via"}, {"from_id": 3, "to_id": 2, "type": "via"}]
    report = bring({"x.jsonl": json.dumps(line)})
    assert report.attributions == 4
    second, ring = sorted(one.reason.split(": ")[-1] for one in report.quarantined)
    assert second.endswith("has a parent already; the first was kept")
    assert ring == "the parents form a loop"


XMI = """<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:my="http:///my.ecore"
 xmi:version="2.0"><my:Cue xmi:id="2" sofa="1" begin="1" end="5" value="Cue"/>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="(said) it"/>
<cas:View sofa="1" members="2"/></xmi:XMI>"""


def test_spans_of_types_that_are_declared_nowhere_are_read(bring, empty):
    pytest.importorskip("cassis")
    assert bring({"x.xmi": XMI}).quarantined == []
    assert tagged(empty) == [("cue", ["said"])]


def qdpx(raw: bytes, selections, extra=""):
    from io import BytesIO

    guid = "11111111-1111-4111-8111-11111111111"
    chosen = "".join(
        f'<PlainTextSelection guid="{guid[:-1]}{n}2" startPosition="{a}" endPosition="{b}">'
        f'<Coding guid="{guid[:-1]}{n}3"><CodeRef targetGUID="{guid}9"/></Coding></PlainTextSelection>'
        for n, (a, b) in enumerate(selections)
    )
    code = f'<Code guid="{guid}9" name="Cue" isCodable="true"/>'
    source = f'<TextSource guid="{guid}1" name="T" plainTextPath="internal://t.txt">{chosen}</TextSource>'
    project = (
        f'<?xml version="1.0" encoding="utf-8"?>{extra}<Project xmlns="urn:QDA-XML:project:1.0" name="x">'
        f"<CodeBook><Codes>{code}</Codes></CodeBook><Sources>{source}</Sources></Project>"
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("project.qde", project)
        box.writestr("Sources/t.txt", raw)
    return out.getvalue()


@pytest.mark.parametrize("unit", ["code points", "UTF-16"])
@pytest.mark.parametrize("crlf", [False, True])
def test_positions_of_a_qda_project_are_read_the_way_that_fits(bring, empty, unit, crlf):
    pytest.importorskip("lxml")
    text = "Prologue 🚢🚢🚢\n🚢 first line\nwe said it\nshe argued\nthey claimed so\n"
    counted = text.replace("\n", "\r\n") if crlf else text
    places = []
    for word in ("said", "argued", "claimed"):
        begin, end = at(word, counted)
        before = counted[:begin], counted[:end]
        places.append([len(b.encode("utf-16-le")) // 2 if unit == "UTF-16" else len(b) for b in before])
    raw = text.replace("\n", "\r\n") if crlf else text
    report = bring({"x.qdpx": qdpx(raw.encode("utf-8-sig"), places)})
    assert tagged(empty) == [("cue", ["argued"]), ("cue", ["claimed"]), ("cue", ["said"])]
    assert any(unit in note for note in report.notes)


def test_a_web_annotation_is_placed_by_its_quote_in_the_article_it_is_about(bring, empty, tmp_path):
    line = {
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": "http://x/1", "type": "Annotation", "creator": "http://x/me",
        "body": [{"type": "TextualBody", "value": "Cue", "purpose": "tagging"},
                 {"type": "TextualBody", "value": "really?", "purpose": "commenting"}],
        "target": {"source": "Story", "selector": [{"type": "TextPositionSelector", "start": 0, "end": 4},
                                                   {"type": "TextQuoteSelector", "exact": "said", "suffix": ": “The"}]},
    }  # fmt: skip
    report = bring({"w.jsonld": json.dumps(line)})
    assert ["not in the project" in one.reason for one in report.quarantined] == [True]
    importing.import_text(empty.project, "Story\n" + TEXT + " He said no.")
    empty.id = empty.project.documents()[0].id
    assert bring({"w.jsonld": json.dumps(line)}).quarantined == []
    empty.id = empty.project.documents()[0].id
    assert tagged(empty) == [("cue", ["said"])]
    assert next(iter(empty.article.annotations.values())).note == "really?"


def test_labels_nobody_knows_become_tags_and_what_is_chosen_is_remembered(bring, empty):
    line = json.dumps({"text": TEXT, "label": [[*at("Mayor"), "Office holder"], [*at("said"), "V"]]})
    bring({"d.jsonl": line}, importing.Choices(labels={"V": "cue"}))
    assert tagged(empty) == [("cue", ["said"]), ("office-holder", ["Mayor"])]
    other = TEXT + " She argued."
    bring({"e.jsonl": json.dumps({"text": other, "label": [[*at("argued", other), "v"]]})})
    assert tagged(empty) == [("cue", ["argued"])]


def test_a_label_that_is_called_like_a_tag_of_the_project_is_that_tag(bring, empty):
    empty.bring(
        '{"type":"corpus","format":"annotator-corpus","version":1}\n'
        '{"type":"tag","id":"70000000-0000-4000-8000-000000000001","slug":"hedge","name":"Hedge"}\n'
    )
    bring({"d.jsonl": json.dumps({"text": TEXT, "label": [[*at("denied"), "HEDGE"]]})})
    assert tagged(empty) == [("hedge", ["denied"])]
    out = [json.loads(line) for line in empty.export().splitlines()]
    assert [line["name"] for line in out if line["type"] == "tag"] == ["Hedge"]


def test_a_slightly_different_article_is_told_of_and_annotations_move_on_request(bring, empty):
    here = empty.add(TEXT)
    other = TEXT.replace("“", '"').replace("”", '"').replace(" The union", "\n\nThe  union")
    line = {"text": other, "label": [[*at('"The port opens."', other), "Quote"], [*at("union", other), "Source"],
                                     [*at("\n\n", other), "Cue"]]}  # fmt: skip
    seen = importing.preview(empty.project, [_file(empty, line)])
    assert [one.here for one in seen.similar] == [here]
    assert len(empty.project.documents()) == 1
    report = importing.import_files(
        empty.project, [_file(empty, line)], choices=importing.Choices(reanchor=True)
    ).report
    empty.id = here
    assert len(empty.project.documents()) == 1
    assert tagged(empty) == [("quote", ["“The port opens.”"]), ("source", ["union"])]
    assert len(report.reanchored) == 2
    title = '(Mayor 🚢 Anna Dahl said: "The port opens.")'
    assert [one.what for one in report.reanchored] == [f'quote “"The port opens."” {title}', f"source “union” {title}"]
    assert ["stand nowhere" in one.reason for one in report.quarantined] == [True]
    assert [one.what for one in report.quarantined] == [f"cue {title}"]


def test_a_relation_can_only_stand_for_a_role(bring, empty):
    line = json.dumps({"text": TEXT, "label": [[*at("said"), "Cue"]]})
    with pytest.raises(UserError, match=r"nothing that the relation “foo” can stand for.*It can be source, cue"):
        bring({"f.jsonl": line}, importing.Choices(relations={"foo": "bar"}))
    assert empty.project.documents() == []


def _file(desk, line):
    path = desk.project.path.with_name("other.jsonl")
    path.write_text(json.dumps(line), encoding="utf-8")
    return path


BAD = {
    "empty.jsonl": (b"", "empty"),
    "half.jsonl": (b'{"text": "x", "label": [[0', "not JSON|no format"),
    "deep.json": (b"[" * 100_000, "no format"),
    "deep.jsonl": (b'{"text":"x","label":' + b"[" * 100_000, "no lines with an object"),
    "deeper.json": (b'[{"data":{"text":"x"},"annotations":' + b"[" * 100_000, "nested|not JSON"),
    "latin.jsonl": (b'{"text": "caf\xe9", "label": []}\n{"text": "x", "label": []}', "not UTF-8|no format"),
    "list.json": (b'[{"data": {"text": "x"}, "annotations": []}, ', "ends in the middle|not JSON"),
    "unknown.json": (b'{"a": 1}', "no format"),
    "some.csv": (b"a,b\n1,2\n", "No column seems to hold the text"),
    "cut.parquet": (b"PAR1xxxx", "not readable|not installed"),
    "no.qdpx": (b"PK\x03\x04rubbish", "no readable zip"),
    "bomb.xmi": (
        b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><xmi:XMI xmlns:xmi="http://www.omg.org/XMI">&b;</xmi:XMI>',
        "document type",
    ),
    "wide.xmi": ('<?xml version="1.0"?><x a="http://www.omg.org/XMI"/>'.encode("utf-16"), "UTF-8|no format"),
    "cut.xmi": (XMI[:200].encode(), r"ends in the middle, at line 3, column 1"),
    "deep.xmi": (
        b'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI">' + b"<a>" * 9000 + b"</a>" * 9000 + b"</xmi:XMI>",
        "more than 250 deep in each other",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_broken_file_is_refused_in_words_and_nothing_changes(bring, empty, name):
    content, why = BAD[name]
    before = empty.project.file.connection.execute("SELECT count(*) FROM operation").fetchone()
    with pytest.raises(UserError, match=why):
        bring({name: content})
    assert empty.project.file.connection.execute("SELECT count(*) FROM operation").fetchone() == before


def test_a_qda_project_with_a_document_type_or_a_bomb_is_refused(bring, empty):
    pytest.importorskip("lxml")
    with pytest.raises(UserError, match="document type"):
        bring({"x.qdpx": qdpx(b"text", [], '<!DOCTYPE Project SYSTEM "file:///etc/passwd">')})
    with pytest.raises(UserError, match=r"x\.qdpx: .* its elements stand more than 250 deep"):
        bring({"x.qdpx": qdpx(b"text", [], "<a>" * 9000)})
    bomb = qdpx(b"\0" * 50_000_000, [])
    squeezed = zipfile.ZipFile(empty.project.path.with_name("y.qdpx"), "w", zipfile.ZIP_DEFLATED)
    with squeezed, zipfile.ZipFile(empty.project.path.with_name("y.tmp"), "w"):
        squeezed.writestr("project.qde", "<x/>")
        squeezed.writestr("sources/t.txt", b"\0" * 50_000_000)
    del bomb
    with pytest.raises(UserError, match="packed too tightly"):
        importing.import_files(empty.project, [empty.project.path.with_name("y.qdpx")])


def test_everything_in_a_file_is_imported_or_quarantined(bring, empty):
    spans = [
        [*at("said"), "Cue"],
        [5, 3, "Cue"],
        [0, 9999, "Cue"],
        ["a", 2, "Cue"],
        [1],
        *[[*at("union"), "Source"]] * 2,
    ]
    lines = [{"text": TEXT, "label": spans}, {"label": []}, {"text": " "}, {"text": TEXT, "label": None}]
    report = bring({"d.jsonl": "\n".join(map(json.dumps, lines))})
    assert report.annotations == 3
    assert len(report.quarantined) == 4 + 2
    assert all(one.path.endswith("d.jsonl") and one.reason for one in report.quarantined)


def test_a_format_whose_package_is_missing_names_the_line_that_installs_it(bring, empty, monkeypatch, tmp_path):
    from annotator import extras

    monkeypatch.setattr(extras, "find_spec", lambda _name: None)
    with pytest.raises(UserError, match=r"pip install .*\[ml\]"):
        exporting.export(empty.project, "parquet", tmp_path / "x.parquet")
    assert not FORMATS["parquet"].installed


def test_an_export_replaces_no_folder_that_holds_something(empty, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(UserError, match="not empty"):
        exporting.export(empty.project, "brat", tmp_path / "out")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_labels_of_attributions_are_their_parts_and_none_vanishes(bring, empty):
    spans = [[*at("Anna Dahl"), "AttributionSource"], [*at("said"), "AttributionCue"],
             [*at("“The port opens.”"), "AttributionContent"], [*at("said"), "Attribution"]]  # fmt: skip
    report = bring({"d.jsonl": json.dumps({"text": TEXT, "label": spans})})
    assert tagged(empty) == EXPECTED
    assert ["nothing here hangs on" in one.reason for one in report.quarantined] == [True]


def test_a_region_without_a_label_costs_no_other(bring, empty):
    (task,) = label_studio()
    task["annotations"][0]["result"].append({
        "id": "bare", "type": "labels", "value": {"start": 0, "end": 5, "labels": []},
    })  # fmt: skip
    report = bring({"l.json": json.dumps([task])})
    assert report.quarantined == []
    assert tagged(empty) == sorted([*EXPECTED, ("label", ["Mayor"])])
