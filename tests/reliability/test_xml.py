"""XML of strangers: no entity is put in and no document type is loaded, whoever reads it."""

import pytest

pytest.importorskip("lxml")

from annotator.formats import cas_loading, cas_mending, refi_project
from annotator.importers import xml_tree
from annotator.model.errors import UserError

SECRET = "SECRET"


@pytest.fixture
def doctypes(tmp_path):
    """Beginnings of documents of which `&x;` would be the secret: told inside, in a file, or beside."""
    secret, dtd = tmp_path / "secret.txt", tmp_path / "secret.dtd"
    secret.write_text(SECRET)
    dtd.write_text(f'<!ENTITY x "{SECRET}"><!ATTLIST r given CDATA "{SECRET}">')
    return {
        "inside": f'<!DOCTYPE r [<!ENTITY x "{SECRET}">]>',
        "file": f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>',
        "beside": f'<!DOCTYPE r SYSTEM "{dtd.as_uri()}">',
        "parameter": f'<!DOCTYPE r [<!ENTITY % p SYSTEM "{dtd.as_uri()}"> %p;]>',
    }


KINDS = ("inside", "file", "beside", "parameter")


@pytest.mark.parametrize("kind", KINDS)
def test_news_xml_with_entities_is_refused(doctypes, kind):
    with pytest.raises(UserError, match="declares entities"):
        xml_tree.parse(f"{doctypes[kind]}<r>&x;</r>".encode(), "x.xml")


def test_news_xml_gets_no_attribute_from_a_document_type(doctypes):
    root = xml_tree.parse(f"{doctypes['beside']}<r>words</r>".encode(), "x.xml")
    assert dict(root.attrib) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_cas_that_is_mended_gets_nothing_put_in(doctypes, kind):
    data = f'{doctypes[kind]}<r xmlns:c="http:///uima/cas.ecore"><c:Sofa>&x;</c:Sofa></r>'.encode()
    mended = cas_mending.mended_xmi(data)[0]
    assert b"Sofa" in mended
    assert SECRET.encode() not in mended[mended.index(b"<r") :]


class NoTypes:
    """A type system in which nothing is declared."""

    def contains_type(self, _name):
        return False


def test_types_of_a_cas_are_not_found_in_another_file(tmp_path):
    one, other = (f'<m:{name} xmlns:m="http:///my.ecore" begin="0" end="1"/>' for name in ("Cue", "Evil"))
    (tmp_path / "other.xml").write_text(other)
    data = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{(tmp_path / "other.xml").as_uri()}">]><r>{one}&x;</r>'.encode()
    assert cas_loading._undeclared(data, NoTypes())[0] == {"my.Cue": []}


@pytest.mark.parametrize("kind", KINDS)
def test_a_qda_project_gets_nothing_put_in(doctypes, kind, tmp_path):
    space = f'xmlns="{refi_project.NAMESPACE}"'
    data = f"{doctypes[kind]}<r {space}><Note>&x;</Note></r>".encode()
    found = [one.text or "" for one in refi_project._parsed(data, tmp_path / "x.qdpx", ("Note",))]
    assert SECRET not in "".join(found)
