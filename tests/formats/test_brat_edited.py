"""brat’s files that were changed, cut or made by hand: the lines count, and what cannot be read is named."""

import re

import pytest

from annotator.services import exporting, importing
from tests.formats.conftest import uuid


@pytest.fixture
def edited(empty, corpus, tmp_path, new_desk):
    """Exports the small corpus, changes the file of Ana's layer, and answers the report and the project it makes."""
    empty.bring(corpus.data)
    out = tmp_path / "out"
    exporting.export(empty.project, "brat", out)
    opened = []

    def edit(*changes):
        (path,) = (p for p in out.glob("*/*.ann") if "\tPort" in p.name or b"Radio Sarn" in p.read_bytes())
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            text, count = re.subn(old, new, text, flags=re.MULTILINE)
            assert count, old
        path.write_text(text, encoding="utf-8", newline="\n")
        again = new_desk(tmp_path / "again.annotator", None, text=None)
        opened.append(again)
        report = importing.import_files(again.project, [out], format_="brat").report
        return report, {item.id: item for row in again.project.documents()
                        for article in [again.project.read(row.id)]
                        for item in (*article.annotations.values(), *article.attributions.values())}  # fmt: skip

    yield edit
    for one in opened:
        one.project.close()


def key_of(words):
    return rf"^(T\d+)\t\S+ ([\d ;]+)\t{words}$"


def test_a_label_changed_in_brat_is_another_tag(edited):
    report, items = edited((key_of("port"), r"\1\tQuote \2\tport"))
    assert report.quarantined == []
    assert items[uuid(30)].tag == "quote"


def test_a_label_nobody_knows_becomes_a_tag(edited):
    _, items = edited((key_of("Radio Sarn"), r"\1\tBroadcaster \2\tRadio Sarn"))
    assert uuid(34) not in items or items[uuid(34)].tag == "broadcaster"


def test_attributes_and_notes_changed_in_brat_are_taken_over(edited):
    report, items = edited(
        (r"(A\d+)\tPolarity (E\d+) positive", r"\1\tPolarity \2 negative"),
        (r"\Z", "A900\tCertainty T1 probable\n#900\tAnnotatorNotes T1\twritten in brat\nA901\tDiscuss T1\n"),
    )
    assert report.quarantined == []
    assert {items[uuid(n)].polarity for n in (40, 41)} == {"negative"}
    changed = [item for item in items.values() if getattr(item, "note", "") == "written in brat"]
    assert [(item.certainty, item.discuss) for item in changed] == [("probable", True)]


def test_words_that_were_cut_are_told_and_kept_out(edited):
    report, items = edited((key_of("Radio Sarn"), r"\1\tSource \2\tRadio"))
    assert any("not those at its offsets" in one.reason for one in report.quarantined)
    assert uuid(34) not in items


def test_absurd_offsets_and_long_chains_refuse_no_folder(empty, tmp_path):
    folder = tmp_path / "chain"
    folder.mkdir()
    count = 3000
    (folder / "a.txt").write_text("He said so. " * count, encoding="utf-8")
    lines = [f"T1\tClaim 0 {'9' * 5000}\tHe"]
    for n in range(count):
        at = 12 * n + 3
        lines += [f"T{n + 2}\tContent {at} {at + 4}\tsaid", f"E{n}\tAttribution:T{n + 2} Content:T{n + 2}"]
        lines += [f"R{n}\tParent Arg1:E{n - 1} Arg2:E{n}"] if n else []
    (folder / "a.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = importing.import_files(empty.project, [folder], format_="brat").report
    assert [one.reason for one in report.quarantined] == ["line 1: its label or its offsets are not readable"]
    assert report.attributions == count


def test_parents_in_a_ring_are_told_once(empty, tmp_path):
    (tmp_path / "a.txt").write_text("He said so. She knew.", encoding="utf-8")
    lines = ["T1\tContent 8 10\tso", "T2\tContent 16 20\tknew", "E1\tAttribution:T1 Content:T1",
             "E2\tAttribution:T2 Content:T2", "R1\tParent Arg1:E1 Arg2:E2", "R2\tParent Arg1:E2 Arg2:E1"]  # fmt: skip
    (tmp_path / "a.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = importing.import_files(empty.project, [tmp_path / "a.ann"], format_="brat").report
    assert [one.reason.split(": ")[1] for one in report.quarantined] == ["the parents form a loop"]
    assert report.attributions == 2


def test_the_basis_of_a_parent_changed_in_brat_is_taken_over(edited):
    report, items = edited((r"ParentBasis (E\d+) embedded", r"ParentBasis \1 inferred"))
    assert report.quarantined == []
    assert (items[uuid(41)].parent, items[uuid(41)].parent_basis) == (uuid(40), "inferred")


def test_a_kind_that_is_none_costs_the_value_and_not_the_attribution(edited):
    report, items = edited((r"\tKind (E\d+) statement", r"\tKind \1 shouting"))
    assert report.quarantined == []
    assert [(items[uuid(n)].kind, items[uuid(n)].note) for n in (40, 41)] == [("statement", "Kind: shouting")] * 2


def test_the_certainty_of_what_is_no_claim_is_kept_as_a_note(edited):
    report, items = edited((key_of("Radio Sarn"), r"\g<0>\nA900\tCertainty \1 probable"))
    assert report.quarantined == []
    assert (items[uuid(34)].note, items[uuid(34)].certainty) == ("Certainty: probable", None)
    assert uuid(40) in items


def test_what_stands_twice_is_told_and_the_first_counts(empty, tmp_path):
    (tmp_path / "a.txt").write_text("He said so. She knew. They left.", encoding="utf-8")
    lines = ["T1\tContent 8 10\tso", "T2\tContent 16 20\tknew", "T3\tContent 27 31\tleft",
             "E1\tAttribution:T1 Content:T1", "E2\tAttribution:T2 Content:T2", "E3\tAttribution:T3 Content:T3",
             "R1\tParent Arg1:E1 Arg2:E2", "R1\tParent Arg1:E2 Arg2:E3", "R2\tParent Arg1:E1 Arg2:E3"]  # fmt: skip
    (tmp_path / "a.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = importing.import_files(empty.project, [tmp_path / "a.ann"], format_="brat").report
    assert [one.reason for one in report.quarantined] == [
        "line 8: R1 stands twice; the first was kept", "R2: E1 has a parent already; the first was kept",
    ]  # fmt: skip
    assert report.attributions == 3
