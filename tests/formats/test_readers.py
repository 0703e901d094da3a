"""Programs that know a format read what we write: each test is skipped where its reader is not installed.

ANNOTATOR_STANDARDS names a folder with the schemas of REFI-QDA (Project.xsd) and of the W3C (web-annotation-tests).
"""

import csv
import json
import os
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotator.formats.bundles import WriteOptions
from annotator.formats.registry import FORMATS
from annotator.services import annotating, exporting, sourcing
from tests.formats.made import selections
from tests.formats.test_every_format import written


def standard(pattern: str) -> Path:
    folder = os.environ.get("ANNOTATOR_STANDARDS", "")
    found = next(Path(folder).rglob(pattern), None) if folder else None
    if found is None:
        pytest.skip(f"ANNOTATOR_STANDARDS names no folder with {pattern}")
    return found


@pytest.fixture
def full(empty, sample):
    """The sample project."""
    empty.bring(sample.read_bytes())
    return empty.project


@pytest.fixture
def lines(sample):
    return [json.loads(line) for line in sample.read_text(encoding="utf-8").splitlines()]


def of(lines, kind):
    return [line for line in lines if line["type"] == kind]


def export(project, name, folder, **options):
    if not FORMATS[name].installed:
        pytest.skip(FORMATS[name].install_line)
    out = folder / f"out{FORMATS[name].suffixes[0]}"
    return exporting.export(project, name, out, **options)


def brat_errors(text: str, standoff: str) -> list[str]:
    """What of brat's documented rules a file breaks: a reader of its own, in the words of brat's manual."""
    wrong, keys, triggers, events = [], {}, {}, {}
    if standoff.splitlines() != standoff.split("\n")[:-1]:
        wrong.append("lines that a reader of lines sees elsewhere")
    for line in standoff.split("\n")[:-1]:
        key, _, rest = line.partition("\t")
        if key[0] == "T":
            head, _, words = rest.partition("\t")
            label, places = head.split(" ", 1)
            if not re.fullmatch(r"[A-Za-z0-9_-]+", label):
                wrong.append(f"label {label}")
            parts = [tuple(map(int, one.split())) for one in places.split(";")]
            if any("\n" in text[a:b] or not a < b <= len(text) for a, b in parts) or parts != sorted(parts):
                wrong.append(f"fragments {line}")
            if words != " ".join(text[a:b] for a, b in parts):
                wrong.append(f"text {line}")
            keys[key] = label
        elif key[0] == "E":
            (kind, trigger), *members = [one.split(":") for one in rest.split()]
            triggers[trigger] = kind
            events[key] = members
        elif key[0] == "R":
            _, one, other = rest.split("\t")[0].split(" ")
            wrong += [line for end in (one, other) if end.split(":")[1] not in events]
        elif key[0] in "A#":
            target = rest.split("\t")[0].split()[1]
            wrong += [line for _ in [0] if target not in keys and target not in events]
    wrong += [f"trigger {t}" for t, kind in triggers.items() if keys.get(t) != kind]
    wrong += [f"{e} {m}" for e, members in events.items() for _, m in members if m not in keys]
    wrong += [e for e, members in events.items() if len({role for role, _ in members}) != len(members)]
    return wrong


@pytest.mark.parametrize("name", ["brat", "polnear"])
@given(selection=selections(1))
@settings(max_examples=40)
def test_brat_files_keep_the_rules_of_brat(name, selection, tmp_path):
    place = written(selection, name, tmp_path)
    labels = (place / "annotation.conf").read_text(encoding="utf-8")
    for path in place.rglob("*.ann"):
        standoff = path.read_bytes().decode()
        text = path.with_suffix(".txt").read_bytes().decode()
        assert brat_errors(text, standoff) == []
        assert {line.split("\t")[1].split()[0] for line in standoff.split("\n") if line[:1] == "T"} <= set(
            re.findall(r"^[\w-]+", labels, re.MULTILINE)
        )


@pytest.mark.parametrize(("name", "ending"), [("cas-xmi", "xmi"), ("cas-json", "json")])
def test_cassis_reads_the_spans_and_relations(full, lines, tmp_path, name, ending):
    cassis = pytest.importorskip("cassis")
    export(full, name, tmp_path)
    out = tmp_path / f"out{FORMATS[name].suffixes[0]}"
    types = cassis.load_typesystem((out / "TypeSystem.xml").read_text(encoding="utf-8")) if ending == "xmi" else None
    marks = {line["id"]: line for line in of(lines, "annotation")}
    seen, relations = set(), 0
    for path in out.glob(f"*/*.{ending}"):
        with path.open("rb") as file:
            cas = cassis.load_cas_from_xmi(file, types) if types else cassis.load_cas_from_json(file)
        for span in cas.select("webanno.custom.AnnotatorSpan"):
            assert span.get_covered_text() in marks[span.identifier]["text"]
            assert span.label == marks[span.identifier]["tag"]
            seen.add(span.identifier)
        for relation in cas.select("webanno.custom.AnnotatorRelation"):
            assert (relation.begin, relation.end) == (relation.Dependent.begin, relation.Dependent.end)
            relations += 1
    assert seen == marks.keys()
    said = of(lines, "attribution")
    pairs = sum(
        len(a["contents"]) * (len(a.get("sources", ())) + len(a.get("cues", ()))) + ("parent" in a) for a in said
    )
    assert relations == pairs


def test_pyarrow_reads_nested_annotations(full, lines, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    export(full, "parquet", tmp_path)
    rows = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    for row in rows:
        for one in row["annotations"]:
            assert [row["text"][s["begin"] : s["end"]] for s in one["spans"]] == [s["text"] for s in one["spans"]]
    assert sum(len(row["annotations"]) for row in rows) == len(of(lines, "annotation"))
    assert sum(len(row["attributions"]) for row in rows) == len(of(lines, "attribution"))


def test_spacy_reads_the_spans(full, lines, tmp_path):
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin

    export(full, "docbin", tmp_path)
    docs = list(DocBin().from_disk(tmp_path / "out.spacy").get_docs(spacy.blank("xx").vocab))
    texts = {line["id"]: line["text"] for line in of(lines, "document")}
    marks = {line["id"]: line for line in of(lines, "annotation")}
    spans = [span for doc in docs for span in doc.spans["annotator"]]
    assert {doc.text for doc in docs} == set(texts.values())
    assert all(span.text in marks[span.id_]["text"] and span.label_ == marks[span.id_]["tag"] for span in spans)
    assert len(spans) == sum(len(line["spans"]) for line in marks.values())


def test_openpyxl_reads_texts_and_never_formulas(desk, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    long = "word 🚢 " * 9000
    desk.id = desk.add("=1+1 is no formula\n" + long)
    desk.tag("claim", "=1+1")
    export(desk.project, "xlsx", tmp_path)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    rows = list(book["documents"].iter_rows(min_row=2, values_only=True))
    at = [cell.value for cell in book["documents"][1]].index("text")
    row = next(row for row in rows if row[0] == desk.id)
    assert "".join(row[at:]) == desk.article.text
    assert all(len(str(part).encode("utf-16-le")) // 2 <= 32_767 for part in row if part)


def test_csv_reads_the_tables(full, lines, tmp_path):
    export(full, "csv", tmp_path)
    with (tmp_path / "out.csv" / "annotations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(of(lines, "annotation"))
    texts = {line["id"]: line["text"] for line in of(lines, "document")}
    for row in rows:
        parts = [tuple(map(int, pair.split(":"))) for pair in row["spans"].split()]
        assert [texts[row["document"]][a:b] for a, b in parts] == json.loads(row["text"])


@pytest.mark.parametrize("begin", ["=", "+", "-", "@"])
def test_no_cell_of_the_tables_is_a_formula_for_a_spreadsheet(desk, tmp_path, begin):
    formula = f"{begin}cmd|'/c calc'!A1"
    source = desk.tag("source", "the harbour master")
    sourcing.create_and_assign(desk.project, desk.article, source.id, formula)
    annotating.set_note(desk.project, desk.article, source.id, formula)
    export(desk.project, "csv", tmp_path, options=WriteOptions(spreadsheet=True))
    cells = []
    for path in (tmp_path / "out.csv").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells += [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert f"'{formula}" in cells


@pytest.mark.parametrize("nvivo", [False, True])
def test_a_refi_project_is_valid_and_its_positions_are_right(full, lines, tmp_path, nvivo):
    etree = pytest.importorskip("lxml.etree")
    export(full, "refi-qda", tmp_path, options=exporting.WriteOptions(nvivo=nvivo))
    box = zipfile.ZipFile(tmp_path / "out.qdpx")
    root = etree.fromstring(box.read("project.qde"))
    space = {"q": "urn:QDA-XML:project:1.0"}
    marks = {line["id"]: line for line in of(lines, "annotation")}
    for source in root.iterfind(".//q:TextSource", space):
        raw = box.read(source.get("plainTextPath").replace("internal://", "sources/"))
        assert raw.startswith(b"\xef\xbb\xbf") == nvivo
        counted = raw.decode("utf-8-sig").encode("utf-16-le") if nvivo else raw.decode()
        for one in source.iterfind("q:PlainTextSelection", space):
            begin, end = int(one.get("startPosition")), int(one.get("endPosition"))
            part = counted[2 * begin : 2 * end].decode("utf-16-le") if nvivo else counted[begin:end]
            if one.get("guid") in marks:
                assert part.replace("\r\n", "\n") == marks[one.get("guid")]["text"][0]


def test_a_refi_project_is_valid_under_the_schema_of_the_standard(full, tmp_path):
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(standard("Project.xsd")))
    export(full, "refi-qda", tmp_path)
    project = etree.fromstring(zipfile.ZipFile(tmp_path / "out.qdpx").read("project.qde"))
    assert schema.validate(project), schema.error_log


def test_web_annotations_keep_what_the_model_demands(full, lines, tmp_path):
    export(full, "w3c", tmp_path)
    page = json.loads((tmp_path / "out.jsonld").read_text(encoding="utf-8"))
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    ids = [item["id"] for item in page["items"]]
    assert len(set(ids)) == len(ids)
    texts = {line["id"]: line["text"] for line in of(lines, "document")}
    for item in page["items"]:
        assert item["type"] == "Annotation"
        assert {"id", "body", "target", "motivation"} <= item.keys()
        assert {key for key in item if ":" not in key} <= {
            "id", "type", "motivation", "creator", "modified", "body", "target"
        }  # fmt: skip
        for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
            if isinstance(target, dict):
                place, quote = target["selector"]
                text = texts[target["source"].removeprefix("urn:sha256:")]
                assert text[place["start"] : place["end"]] == quote["exact"]
                assert text[: place["start"]].endswith(quote["prefix"])
                assert text[place["end"] :].startswith(quote["suffix"])


def test_web_annotations_are_valid_under_the_schemas_of_the_w3c(full, tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT4

    folder = standard("annotationMusts.test").parents[1]
    schemas = {path: json.loads(path.read_text()) for path in folder.rglob("*.json") if "tools" not in path.parts}
    known = Registry().with_resources(
        (schema["id"], Resource.from_contents(schema, default_specification=DRAFT4))
        for schema in schemas.values() if "id" in schema and "$schema" in schema
    )  # fmt: skip
    export(full, "w3c", tmp_path)
    page = json.loads((tmp_path / "out.jsonld").read_text(encoding="utf-8"))
    items = [{**item, "@context": page["@context"]} for item in page["items"]]
    wanted = re.compile(r".*(Validated|Found|Recognized)\.json")
    demands = [path for path in schemas if path.parent == folder / "annotations" and wanted.fullmatch(path.name)]
    assert len(demands) > 10
    for name in demands:
        validator = jsonschema.Draft4Validator(schemas[name], registry=known)
        assert [item["id"] for item in items if not validator.is_valid(item)] == [], name


def test_conll_columns_say_where_the_annotations_are(full, lines, tmp_path):
    done = export(full, "conll", tmp_path)
    rows = [line.split("\t") for line in (tmp_path / "out.conll").read_text(encoding="utf-8").split("\n")]
    begun = sum(cell == "B" for row in rows for cell in row[3:])
    marks = of(lines, "annotation")
    assert done.loss["attributions"] == len(of(lines, "attribution"))
    assert begun <= sum(len(line["spans"]) for line in marks)
    assert begun >= len(marks) - done.loss.get("overlapping", 0)


def test_label_studio_accepts_the_tasks_under_their_configuration(full, lines, tmp_path):
    interface = pytest.importorskip("label_studio_sdk.label_interface")
    export(full, "label-studio", tmp_path)
    tasks = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    known = interface.LabelInterface(tasks[0]["data"]["annotator"]["labelling_config"])
    regions = 0
    for task in tasks:
        assert known.validate_task({"data": task["data"]})
        for annotation in task["annotations"]:
            assert known.validate_annotation(annotation)
            assert known.validate_prediction(annotation, return_errors=True) == []  # which names what is wrong
            regions += sum(one["type"] == "labels" for one in annotation["result"])
    assert regions == sum(len(line["spans"]) for line in of(lines, "annotation"))
