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


def pdf(*pages, info="", encrypted=False, catalog=""):
    """A PDF; a page is a list of lines, each a place (x, y), a size, the text, and whether it is bold."""
    objects = [f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(), b"", b"", b""]
    fonts = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica{}/Encoding/WinAnsiEncoding>>"
    objects[2], objects[3] = fonts.format("").encode(), fonts.format("-Bold").encode()
    kids = []
    for lines in pages:
        drawn = []
        for x, y, size, told, *bold in lines:
            escaped = told.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            drawn.append(f"BT /F{2 if bold else 1} {size} Tf {x} {y} Td ({escaped}) Tj ET".encode("cp1252"))
        stream = b"\n".join(drawn)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>" % len(objects)
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    objects.append(f"<<{info}>>".encode())
    out, places = b"%PDF-1.4\n", []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    more = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
    count = len(places) + 1
    trailer = b"<</Size %d/Root 1 0 R/Info %d 0 R%s>>" % (count, len(places), more if encrypted else b"")
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    return out + head + table + b"trailer\n%s\nstartxref\n%d\n%%%%EOF" % (trailer, len(out))


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
