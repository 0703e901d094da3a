import runpy

import pytest

from annotator.formats.registry import FORMATS


@pytest.fixture
def script(data_folder):
    return runpy.run_path(str(data_folder.parents[1] / "scripts" / "formats_page.py"))


def test_the_page_of_formats_says_what_the_registry_says(script):
    assert script["PAGE"].read_text(encoding="utf-8") == script["page"]()


def test_every_corpus_format_has_a_page_that_names_it(script):
    folder = script["PAGE"].parent / "formats"
    for name, one in FORMATS.items():
        text = (folder / f"{name}.md").read_text(encoding="utf-8")
        assert text.startswith(f"# {one.title}\n")
        assert f"--format {name}" in text


def test_every_format_names_aspects_that_there_are():
    from annotator.formats.losses import ALTERED, ASPECTS, KEPT, LOST

    for one in FORMATS.values():
        assert one.carries.keys() <= ASPECTS.keys()
        assert {fate.grade for fate in one.carries.values()} <= {KEPT, ALTERED, LOST}
        if one.lossless:
            assert {fate.grade for fate in one.carries.values()} == {KEPT}
