"""Small files of every kind, made by code."""

import io
import zipfile

from annotator.importers import reading
from annotator.importers.article import Found, Options, compose
from annotator.importers.detecting import detect
from annotator.importers.source import Source

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="{}"/></Relationships>'
)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{}</cp:coreProperties>'
)


def zipped(parts, *, stored=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data, zipfile.ZIP_STORED if name in stored else None)
    return out.getvalue()


def word(body, **parts):
    """A Word file; `parts` are those of the folder word, without their ending, and `core`."""
    core = parts.pop("core", "")
    more = {f"word/{name}.xml": f'<w:{tag} xmlns:w="{W}">{inner}</w:{tag}>' for name, (tag, inner) in parts.items()}
    return zipped({
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format("word/document.xml"),
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:mc="m"><w:body>{body}</w:body></w:document>',
        **({"docProps/core.xml": CORE.format(core)} if core else {}),
        **more,
    })  # fmt: skip


def para(text, properties=""):
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def every(data, name, format_="", **options):
    """All that is read from bytes, by the format that they show, which has to be `format_` where one is named."""
    source = Source(name, data=data)
    seen = detect(source)
    assert not format_ or seen == format_
    return list(reading.read(source, seen, Options(**options)))


def one(data, name, format_="", **options):
    """The only article in bytes."""
    (found,) = every(data, name, format_, **options)
    assert isinstance(found, Found), found
    return found


def text(found):
    return compose(found.blocks).text


def out(found):
    """What was left out, with the reason."""
    return [(block.text, block.why) for block in found.blocks if not block.kept]


def kinds(found):
    return [(block.kind, block.text) for block in found.blocks if block.kept]
