"""Generous with the form, exact with the rules, silent about nothing."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import UserError
from annotator.model.items import KINDS
from annotator.services import history, importing
from annotator.storage import documents


def reasons(report) -> dict[str, str]:
    return {q.item: q.reason for q in report.quarantined}


def in_project(desk) -> int:
    return sum(documents.count(desk.project.file, kind) for kind in KINDS)


def spread(data: bytes) -> bytes:
    lines = [json.loads(line) for line in data.splitlines()]
    return "\n \n".join("  " + json.dumps(x, separators=(" , ", "\t:\t")) + " " for x in lines).encode()


def shuffled(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    random.Random(5).shuffle(lines)
    return b"".join(lines)


FORMS = {
    "shuffled": shuffled,
    "reversed": lambda data: b"".join(reversed(data.splitlines(keepends=True))),
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "BOM": lambda data: b"\xef\xbb\xbf" + data,
    "no last newline": lambda data: data.removesuffix(b"\n"),
    "raw UTF-8": lambda data: b"\n".join(
        json.dumps(json.loads(x), ensure_ascii=False).encode() for x in data.splitlines()
    ),
    "white space": spread,
    "every line twice": lambda data: data + data,
    "ids in capitals": lambda data: b"\n".join(
        json.dumps({**v, "id": v["id"].upper()} if "id" in v and v["type"] != "document" else v).encode()
        for v in map(json.loads, data.splitlines())
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_corpus_in_any_form_is_the_same_corpus(empty, corpus, tmp_path, new_desk, form):
    empty.bring(corpus.data)
    with new_desk(tmp_path / "other.annotator", empty.project.me, text=None) as other:
        assert other.bring(FORMS[form](corpus.data)).quarantined == []
        strip = b'"name":"Cleo"'
        assert [x for x in other.export().splitlines() if strip not in x] == [
            x for x in empty.export().splitlines() if strip not in x
        ]


@pytest.mark.parametrize("form", ["shuffled", "reversed", "BOM", "white space", "raw UTF-8"])
def test_a_corpus_is_known_for_one_whatever_its_form_and_name(empty, new_corpus, tmp_path, form):
    data = FORMS[form](new_corpus("A long article. " * 1000 + "port the master said so Radio Sarn open").data)
    for name in ("corpus.jsonl", "corpus.txt", "corpus"):
        (tmp_path / name).write_bytes(data)
        report = importing.import_files(empty.project, [tmp_path / name]).report
        assert report.documents == 2 or report.already_present > 20
        assert report.quarantined == []
    assert len(empty.project.documents()) == 2


BROKEN = [
    # line, changes, who is quarantined, the reason for the first of them
    (30, {"spans": [[4, 4]]}, [30, 41, 51, 52, 53, 56], "empty or inverted"),
    (30, {"spans": [[8, 4]]}, [30, 41, 51, 52, 53, 56], "empty or inverted"),
    (30, {"spans": [[0, 2], [1, 3]]}, [30, 41, 51, 52, 53, 56], "overlap"),
    (30, {"spans": [[0, 10**30]], "text": None}, [30, 41, 51, 52, 53, 56], "outside the text"),
    (30, {"spans": [[0, 10**30]]}, [], ""),
    (30, {"spans": [[0, 4.0]]}, [30, 41, 51, 52, 53, 56], "whole numbers"),
    (30, {"spans": [["0", "4"]]}, [30, 41, 51, 52, 53, 56], "whole numbers"),
    (30, {"spans": {}}, [30, 41, 51, 52, 53, 56], "not a list"),
    (30, {"spans": None}, [30, 41, 51, 52, 53, 56], "at least one span"),
    (30, {"text": ["nowhere at all"]}, [30, 41, 51, 52, 53, 56], "stands nowhere else"),
    (30, {"text": ["po", "rt"]}, [30, 41, 51, 52, 53, 56], "stands nowhere else"),
    (30, {"text": [5]}, [30, 41, 51, 52, 53, 56], "not a list of texts"),
    (30, {"text": {"a": 1}}, [30, 41, 51, 52, 53, 56], "not a list of texts"),
    (30, {"tag": "gossip"}, [30, 41, 51, 52, 53, 56], "neither built in"),
    (30, {"tag": "cue"}, [41, 51, 52, 56], "not a claim or quote"),
    (30, {"tag": None}, [30, 41, 51, 52, 53, 56], "tag is missing"),
    (30, {"annotator": None}, [30, 41, 51, 52, 53, 56], "annotator is missing"),
    (30, {"annotator": "Ana"}, [30, 41, 51, 52, 53, 56], "not a UUID"),
    (30, {"document": "ab" * 32}, [30, 41, 51, 52, 53, 56], "not in the corpus"),
    (30, {"document": None}, [30, 41, 51, 52, 53, 56], "not a SHA-256"),
    (30, {"modified": 5}, [30, 41, 51, 52, 53, 56], "not a time"),
    (30, {"entity": "00000020-0000-4000-8000-000000000000"}, [30, 41, 51, 52, 53, 56], "only a source"),
    (31, {"entity": "00000099-0000-4000-8000-000000000000"}, [31, 41, 52, 56], "not in the corpus"),
    (10, {"slug": None}, [10, 35], "slug is missing"),
    (10, {"slug": "claim"}, [10, 35], "already"),
    (20, {"affiliation": "00000099-0000-4000-8000-000000000000"}, [20, 31, 41, 50, 52, 56], "not in the corpus"),
    (20, {"naming": "secret"}, [20, 31, 41, 50, 52, 56], "none of"),
    (21, {"affiliation": "00000020-0000-4000-8000-000000000000"}, [20, 21, 31, 41, 50, 52, 56], "leads back"),
    (21, {"affiliation": "00000021-0000-4000-8000-000000000000"}, [20, 21, 31, 41, 50, 52, 56], "leads back"),
    (21, {"members": ["00000021-0000-4000-8000-000000000000"]}, [20, 21, 31, 41, 50, 52, 56], "leads back"),
    (21, {"merged_into": "00000021-0000-4000-8000-000000000000"}, [20, 21, 31, 41, 50, 52, 56], "leads back"),
    (40, {"contents": []}, [40, 41, 52, 56], "at least one content"),
    (40, {"contents": ["00000099-0000-4000-8000-000000000000"]}, [40, 41, 52, 56], "not in the corpus"),
    (40, {"contents": ["00000036-0000-4000-8000-000000000000"]}, [40, 41, 52, 56], "another document"),
    (40, {"sources": ["00000032-0000-4000-8000-000000000000"]}, [40, 41, 52, 56], "not a source"),
    (40, {"cues": ["00000031-0000-4000-8000-000000000000"]}, [40, 41, 52, 56], "not a cue"),
    (40, {"annotator": "b0b0b0b0-0000-4000-8000-000000000002"}, [40, 41, 52, 56], "another annotator"),
    (40, {"parent": "00000041-0000-4000-8000-000000000000"}, [40, 41, 52, 56], "leads back"),
    (40, {"parent": "00000040-0000-4000-8000-000000000000"}, [40, 41, 52, 56], "its own parent"),
    (41, {"parent": "00000099-0000-4000-8000-000000000000"}, [41, 52, 56], "not in the corpus"),
    (41, {"parent": None}, [41, 52, 56], "without a parent"),
    (41, {"kind": "gossip"}, [41, 52, 56], "none of"),
    (50, {"target": "00000030-0000-4000-8000-000000000000"}, [50], "rates an entity"),
    (50, {"credibility": 1}, [50], "never both"),
    (51, {"target": "00000031-0000-4000-8000-000000000000"}, [51], "rate a claim"),
    (51, {"credibility": 1.5}, [51], "whole number"),
    (52, {"decision": "perhaps"}, [52], "none of"),
    (52, {"replacement": "00000099-0000-4000-8000-000000000000"}, [52], "not in the corpus"),
    (53, {"target": "00000099-0000-4000-8000-000000000000"}, [53], "not in the corpus"),
    (53, {"target": "ab" * 32}, [53], "not in the corpus"),
    (55, {"state": "reviewed"}, [55], "no state"),
    (56, {"target": "00000030-0000-4000-8000-000000000000"}, [56], "not in the corpus"),
    (57, {"to": "c0b0b0b0-0000-4000-8000-000000000002"}, [57], "not in the corpus"),
    (58, {"value": 0.5}, [58], "whole numbers"),
]


@pytest.mark.parametrize(
    ("line", "facts", "gone", "why"), BROKEN, ids=[f"{n}-{next(iter(f))}-{w}" for n, f, _, w in BROKEN]
)
def test_a_line_that_breaks_a_rule_is_kept_out_with_what_depends_on_it(
    empty, corpus, number, check_dangling, line, facts, gone, why
):
    before = in_project(empty)
    report = empty.bring(corpus.change(line, **facts).data)
    told = reasons(report)
    assert sorted(told) == sorted(number(n) for n in gone)
    if gone:
        assert any(why in reason for reason in told.values()), told
    assert in_project(empty) - before == len(corpus.lines) - 1 - len(gone)
    assert check_dangling(empty.export()) == []
    assert empty.project.verify() == []


def test_a_broken_document_is_kept_out_with_everything_on_it(empty, corpus, number):
    corpus.lines[6]["text"] += "!"
    told = reasons(empty.bring(corpus.data))
    assert "not the SHA-256" in told[corpus.document]
    assert {number(n) for n in (30, 31, 32, 33, 34, 35, 40, 41, 51, 52, 53, 54, 55, 56, 57)} == set(told) - {
        corpus.document
    }
    assert len(empty.project.documents()) == 1


def test_an_annotator_who_is_the_same_as_nobody_is_kept_out_with_their_layer(empty, corpus, number):
    corpus.lines[2]["same_as"] = number(99)
    told = reasons(empty.bring(corpus.data))
    assert set(told) == {corpus.lines[2]["id"], *(number(n) for n in (52, 53, 54, 56, 57))}


def test_what_leads_into_a_loop_is_kept_out_and_what_stands_beside_it_is_not(empty, corpus, number):
    corpus.change(40, parent=number(41))
    corpus.add(
        corpus.link(42, [30], parent=number(41)), corpus.link(43, [30]), corpus.link(44, [30], parent=number(43))
    )
    told = reasons(empty.bring(corpus.data))
    assert {number(n) for n in (40, 41, 42)} <= set(told)
    assert not {number(43), number(44)} & set(told)


def test_of_the_same_id_with_two_values_the_first_is_kept(empty, corpus, number):
    corpus.add({**corpus.of(21), "name": "Another"}, {"type": "entity", "id": number(30), "name": "Not a claim"})
    told = empty.bring(corpus.data).quarantined
    assert [(q.item, q.reason.split(": ")[1][:12]) for q in told] == [
        (number(21), "the id stand"), (number(30), "the id stand")
    ]  # fmt: skip
    assert {e.name for e in empty.project.entities().values()} == {"Harbour master", "Port of Sarn"}


@pytest.mark.parametrize("id_", ["", "x", 5, None, ["a"], "zz" * 16, "00000000-0000-4000-8000-00000000000\ud800"])
def test_a_line_without_a_proper_id_is_kept_out_and_its_place_is_told(empty, corpus, id_):
    (told,) = empty.bring(corpus.add({"type": "entity", "id": id_, "name": "X"}).data).quarantined
    assert f"line {len(corpus.lines)}" in told.reason


def test_an_id_that_means_something_else_in_the_project_is_kept_out(empty, corpus, number):
    empty.bring(corpus.data)
    before = empty.export()
    other = [corpus.lines[0], {"type": "entity", "id": number(30), "name": "Not a claim"}]
    other.append({"type": "entity", "id": number(77), "name": "Friend", "affiliation": number(30)})
    hidden = corpus.document
    as_uuid = f"{hidden[:8]}-{hidden[8:12]}-{hidden[12:16]}-{hidden[16:20]}-{hidden[20:32]}"
    other.append({"type": "entity", "id": as_uuid, "name": "Half a digest"})
    report = empty.bring("\n".join(map(json.dumps, other)))
    assert {q.item for q in report.quarantined} == {number(30), number(77), as_uuid}
    assert empty.export() == before
    assert empty.project.verify() == []


def test_an_id_that_is_half_of_a_documents_is_kept_out(empty, corpus):
    hidden = corpus.document
    as_uuid = f"{hidden[:8]}-{hidden[8:12]}-{hidden[12:16]}-{hidden[16:20]}-{hidden[20:32]}"
    corpus.lines.insert(1, {"type": "entity", "id": as_uuid, "name": "Half a digest"})
    assert "half of the id" in reasons(empty.bring(corpus.data))[corpus.document]
    assert empty.project.verify() == []


def test_words_that_moved_are_reanchored_and_it_is_told_from_where_to_where(empty, corpus, number):
    report = empty.bring(corpus.change(30, spans=[[0, 4]]).change(34, spans=[[50, 60]]).data)
    assert report.quarantined == []
    moved = {r.item: (tuple(r.before), tuple(r.after)) for r in report.reanchored}
    at, radio = corpus.text.index("port"), corpus.text.index("Radio Sarn")
    assert moved[number(30)] == (((0, 4),), ((at, at + 4),))
    assert moved[number(34)] == (((50, 60),), ((radio, radio + 10),))
    empty.id = corpus.document
    assert empty.article.annotations[number(30)].words(corpus.text) == "port"


def test_words_that_stand_at_several_places_are_kept_out(empty, new_corpus, number):
    """Near or not: with a new first sentence, the nearest place of a word that stands often is the wrong one."""
    wide = new_corpus("ab....ab port the master said so Radio Sarn open")
    wide.add({**wide.mark(92, "quote", "ab"), "spans": [[3, 5]]}, {**wide.mark(93, "quote", "ab"), "spans": [[4, 6]]})
    report = empty.bring(wide.data)
    assert report.reanchored == []
    assert all("at several places" in reasons(report)[number(n)] for n in (92, 93))


def test_surroundings_that_are_told_in_no_good_form_tell_nothing(empty, corpus, number):
    for wrong in ([[1]], [["a", 2]], "ab", 7, [["a", "b", "c"]]):
        corpus.change(30, spans=[[0, 4]], around=wrong)
        report = empty.bring(corpus.data)
        assert report.quarantined == []
    assert {r.item for r in report.reanchored} == {number(30)}


def test_words_between_others_that_are_off_by_as_much_are_placed_with_them(empty, new_corpus, number):
    """Offsets that count line ends as two, in a text where they are one."""
    text = "One.\nTwo said.\nThe port is open, the master said so to Radio Sarn, and said.\nAll said so."
    corpus = new_corpus(text)
    by = {30: 2, 31: 2, 32: 2, 33: 2, 34: 2, 35: 2}
    for line in corpus.lines:
        if line["type"] == "annotation":
            line["spans"] = [[begin + 2, end + 2] for begin, end in line["spans"]]
    at = text.index("said so to")
    last = text.index("All")
    corpus.add(
        {**corpus.mark(92, "cue", "said"), "spans": [[at + 2, at + 6]]},
        {**corpus.mark(93, "claim", "All"), "spans": [[last + 2, last + 5]]},
        {**corpus.mark(94, "cue", "said"), "spans": [[last + 6, last + 10]]},
        {**corpus.mark(95, "cue", "said"), "spans": [[last + 9, last + 13]]},
    )
    report = empty.bring(corpus.data)
    moved = {r.item: r.after for r in report.reanchored}
    assert moved[number(92)] == ((at, at + 4),)
    assert {number(n) for n in by} <= moved.keys() | reasons(report).keys()
    assert moved[number(94)] == ((last + 4, last + 8),)  # where it shares characters with its offsets
    assert "at several places" in reasons(report)[number(95)]  # nothing after it tells


def test_a_text_given_as_one_string_counts_as_one_part(empty, corpus, number):
    assert number(30) not in reasons(empty.bring(corpus.change(30, text="port").data))


def test_nul_and_lone_surrogates_are_replaced_one_for_one_and_reported(empty, new_corpus, number):
    text = "\x00The port \ud83d is open, the master said so to Radio Sarn."
    corpus = new_corpus(text).change(21, name="S\x00arn", aliases=["\udc00"]).change(30, note="\x00\x00")
    assert number(30) in corpus.data.decode()
    report = empty.bring(corpus.data)
    assert report.quarantined == []
    assert report.reanchored == []
    assert sum(r.characters for r in report.replaced) == 6
    kept = {
        a.id: a
        for a in empty.project.read(
            next(d.id for d in empty.project.documents() if d.length == len(text))
        ).annotations.values()
    }
    assert kept[number(30)].words(text.replace("\x00", "\ufffd")) == "port"
    assert empty.project.verify() == []
    out = empty.export()
    assert empty.bring(out).quarantined == []


def test_line_ends_are_made_lf_and_what_stood_after_them_is_found_again(empty, new_corpus, number):
    text = "One\r\nTwo\rThe port is open, the master said so to Radio Sarn.\r\n"
    report = empty.bring(new_corpus(text).data)
    assert report.quarantined == []
    assert {r.item for r in report.reanchored} == {number(n) for n in (30, 31, 32, 33, 34, 35)}
    assert any("line ends" in note for note in report.notes)
    (document,) = [d for d in empty.project.documents() if d.title == "Port"]
    assert empty.project.text(document.id) == text.replace("\r\n", "\n").replace("\r", "\n")
    assert len(empty.project.read(document.id).attributions) == 2


def test_two_texts_that_become_one_are_one_document_and_the_other_facts_are_told(empty, new_corpus, number):
    one, two = (
        new_corpus("The port\r\nopen the master said so Radio Sarn"),
        new_corpus("The port\nopen the master said so Radio Sarn"),
    )
    two.lines[6]["title"] = "Another title"
    extra = two.mark(70, "claim", "port")
    one.add(two.lines[6], extra)
    report = empty.bring(one.data)
    assert [q.item for q in report.quarantined] == [two.document]
    assert len(empty.project.documents()) == 2
    assert number(70) in empty.project.read(two.document).annotations


def test_control_and_bidi_characters_stay_and_are_counted(empty, new_corpus):
    text = "\u202eThe port \x07\x07 open, the master said so to Radio Sarn."
    report = empty.bring(new_corpus(text).data)
    assert report.quarantined == []
    (note,) = [n for n in report.notes if "control" in n]
    assert "1 × RIGHT-TO-LEFT OVERRIDE" in note
    assert "2 × control character U+0007" in note


def test_unknown_keys_and_types_and_suggestions_are_kept_out_and_told(empty, corpus, number):
    corpus.change(30, colour="red", score=1).change(31, colour="blue")
    corpus.add({"type": "mood", "id": number(90)}, {"type": ["x"]}, {"no": "type"})
    corpus.add({**corpus.mark(91, "claim", "open"), "status": "suggested", "score": 0.5, "rule": "r"})
    report = empty.bring(corpus.data)
    assert report.quarantined == []
    told = " ".join(report.notes)
    assert "annotation.colour was left out of 2 lines" in told
    assert "annotation.score" in told
    assert "1 line of the unknown type 'mood' was left out" in told
    assert "1 suggestion was left out" in told
    assert b"colour" not in empty.export()


HEADER = b'{"format":"annotator-corpus","type":"corpus","version":1}\n'
REFUSED = {
    "empty": b"",
    "white space": b" \n\t\r\n",
    "BOM alone": b"\xef\xbb\xbf",
    "a line that is no JSON": HEADER + b"{broken\n",
    "a line that is no object": HEADER + b"[1]\n",
    "not a number": HEADER + b'{"type":"setting","id":"00000001-0000-4000-8000-000000000000","name":"x","value":NaN}\n',
    "100,000 brackets": HEADER + b'{"type":"x","a":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n",
    "100,000 open brackets": HEADER + b"[" * 100_000,
    "a number of 10,000 digits": HEADER + b'{"type":"x","a":' + b"9" * 10_000 + b"}\n",
    "no header": b'{"type":"entity","id":"00000001-0000-4000-8000-000000000000","name":"x"}\n',
    "newer": HEADER.replace(b":1", b":2"),
    "version in words": HEADER.replace(b":1", b':"1"'),
    "version true": HEADER.replace(b":1", b":true"),
    "another format": HEADER.replace(b"annotator-corpus", b"other"),
    "binary": HEADER + b"\x00\xff\xfe\x80",
    "UTF-16": HEADER.decode().encode("utf-16"),
    "cut in a character": HEADER + b'{"type":"x","a":"\xc3',
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_no_corpus_is_refused_as_a_whole(empty, what):
    before = empty.project.path.read_bytes()
    with pytest.raises(UserError, match=r"corpus\.jsonl") as refused:
        empty.bring(REFUSED[what])
    assert len(str(refused.value)) < 300
    assert empty.project.path.read_bytes() == before


def test_a_newer_corpus_says_which_version_it_is(empty):
    with pytest.raises(UserError, match="version 7"):
        empty.bring(HEADER.replace(b":1", b":7"))


def test_a_setting_nested_too_deep_is_kept_out(empty, number):
    for depth in (40, 300, 900):
        line = (
            '{"type":"setting","name":"x","id":"' + number(depth) + '","value":' + "[" * depth + "1" + "]" * depth + "}"
        )
        try:
            report = empty.bring(HEADER.decode() + line)
        except UserError:
            continue
        assert "nested" in reasons(report)[number(depth)]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=6)
    | st.sampled_from(["claim", "source", *(f"000000{n}-0000-4000-8000-000000000000" for n in (20, 30, 41))]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@given(st.data())
def test_no_broken_line_ever_gets_in_and_everything_is_accounted_for(
    new_corpus, new_desk, check_dangling, tmp_path_factory, data
):
    """In = imported + already present + quarantined, whatever is written into a line; and nothing but UserError."""
    corpus = new_corpus()
    for _ in range(data.draw(st.integers(1, 3))):
        line = corpus.lines[data.draw(st.integers(1, len(corpus.lines) - 1))]
        key = data.draw(st.sampled_from(sorted(line)))
        line[key] = data.draw(JUNK)
    folder = tmp_path_factory.mktemp("junk")
    with new_desk(folder / "p.annotator", None, text=None) as desk:
        try:
            report = desk.bring(corpus.data)
        except UserError:
            assert in_project(desk) == 0
            return
        ids = [json.dumps(line.get("id")) for line in corpus.lines[1:] if line.get("type") in list(KINDS)]
        given_ = len(ids)
        doubled = given_ - len(set(ids))
        quarantined = len(report.quarantined)
        assert given_ - doubled <= in_project(desk) + report.already_present + quarantined <= given_
        assert desk.project.verify() == []
        out = desk.export()
        assert check_dangling(out) == []
        assert desk.bring(out).quarantined == []
        assert desk.export() == out
        if quarantined and history.undo_title(desk.project):
            history.undo(desk.project)
            assert in_project(desk) == 0


@given(st.integers(0, 10**6), st.integers(0, 7), st.booleans())
def test_a_flipped_bit_or_a_cut_in_the_file_is_refused_or_read_but_never_a_crash(
    corpus, new_desk, check_dangling, tmp_path_factory, place, bit, cut
):
    data = bytearray(corpus.data)
    place %= len(data)
    if cut:
        del data[place:]
    else:
        data[place] ^= 1 << bit
    with new_desk(tmp_path_factory.mktemp("bit") / "p.annotator", None, text=None) as desk:
        try:
            desk.bring(bytes(data))
        except UserError:
            return
        assert desk.project.verify() == []
        assert check_dangling(desk.export()) == []


def test_what_names_no_annotator_joins_the_layer_that_is_asked_for(desk, tmp_path):
    from annotator.services import importing

    lines = [
        '{"format":"annotator-corpus","type":"corpus","version":1}',
        f'{{"document":"{desk.id}","id":"11111111-0000-4000-8000-000000000001","spans":[[0,5]],"tag":"claim","type":"annotation"}}',
    ]
    path = tmp_path / "unsigned.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    kept_out = importing.import_files(desk.project, [path]).report
    assert [q.reason for q in kept_out.quarantined] == ["line 2: annotator is missing"]

    importing.import_files(desk.project, [path], annotator="Cleo")
    (annotation,) = desk.article.annotations.values()
    assert desk.article.annotators[annotation.annotator].name == "Cleo"


def test_what_hangs_on_a_broken_root_is_all_kept_out_and_at_once(desk):
    """A thousand hops under a broken one: each is looked at a few times, not once for every other."""
    lines = [
        {"format": "annotator-corpus", "type": "corpus", "version": 1},
        {"id": "c0000000-0000-4000-8000-000000000000", "type": "annotator", "name": "Cleo", "kind": "human"},
    ]
    common = {"annotator": lines[1]["id"], "document": desk.id}
    claim = "c1000000-0000-4000-8000-000000000000"
    lines.append({"id": claim, "type": "annotation", "tag": "claim", "spans": [[0, 5]], **common})
    before = "c2000000-0000-4000-8000-ffffffffffff"  # is nowhere
    for number in range(1000):
        id_ = f"c2000000-0000-4000-8000-{number:012}"
        lines.append({"id": id_, "type": "attribution", "contents": [claim], "parent": before, **common})
        before = id_
    report = desk.bring("\n".join(json.dumps(line) for line in lines))
    assert (report.attributions, len(report.quarantined)) == (0, 1000)


def test_what_lies_between_two_loops_is_on_neither():
    from annotator.formats.rules import _on_loop

    graph = {"0": ("4", "5"), "3": ("0", "5"), "4": ("1", "7"), "5": ("0",), "6": ("2", "6"), "7": ("6", "7")}
    assert sorted(_on_loop(graph)) == ["0", "5", "6", "7"]
