"""What holds for every kind of article file, also when it is damaged or calls itself something else."""

import builtins
import io
import os
import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.importers import reading
from annotator.importers.article import Found, Options, Refused, compose, document_of
from annotator.importers.detecting import detect
from annotator.importers.registry import ARTICLES
from annotator.importers.source import Source
from annotator.model.text import clean
from tests.unit.importers.samples import MORE, SAMPLES

EVERY = {**SAMPLES, **MORE}
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def found_in(data, name="x", format_=None):
    source = Source(name, data=data)
    return list(reading.read(source, format_ or detect(source), Options()))


def sound(results):
    """Everything that comes out is an article that can be stored, or a refusal in words."""
    for one in results:
        if isinstance(one, Refused):
            assert one.reason
            assert "Traceback" not in one.reason
            continue
        assert isinstance(one, Found)
        made = compose(one.blocks)
        assert clean(made.text) == (made.text, 0)
        assert made.text.strip()
        for begin, end in (*made.headings, *made.excluded):
            assert made.text[begin:end].strip()
        assert all(0 <= at <= len(made.text) for at, _ in made.pages)
        assert document_of(one, made).title
    return True


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_content_tells_the_kind_whatever_the_name_is(kind):
    name, data = SAMPLES[kind]
    assert detect(Source(name, data=data)) == kind
    if kind not in ("text", "markdown", "table"):
        assert detect(Source("article.bin", data=data)) == kind


@pytest.mark.parametrize("kind", EVERY)
def test_each_kind_is_read(kind):
    name, data = EVERY[kind]
    found = found_in(data, name)
    assert any(isinstance(one, Found) for one in found)
    sound(found)


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_kept_bytes_of_an_article_give_the_article_again(kind):
    name, data = SAMPLES[kind]
    for one in found_in(data, name):
        if isinstance(one, Found):
            (again,) = found_in(one.original, name, one.format)
            assert compose(again.blocks) == compose(one.blocks)
            assert again.facts == one.facts


@pytest.mark.parametrize("kind", EVERY)
@FEW
@given(change=st.data())
def test_damaged_files_are_read_or_refused_in_words(kind, change):
    name, data = EVERY[kind]
    damaged = bytearray(data)
    for _ in range(change.draw(st.integers(1, 4))):
        at = change.draw(st.integers(0, max(len(damaged) - 1, 0)))
        how = change.draw(st.sampled_from(["flip", "cut", "drop", "double", "insert"]))
        if how == "flip" and damaged:
            damaged[at] ^= 1 << change.draw(st.integers(0, 7))
        elif how == "cut":
            del damaged[at:]
        elif how == "drop":
            del damaged[at : at + change.draw(st.integers(1, 40))]
        elif how == "double":
            damaged[at:at] = damaged[at : at + change.draw(st.integers(1, 200))]
        else:
            damaged[at:at] = change.draw(st.binary(max_size=20))
    assert sound(found_in(bytes(damaged), name))


@pytest.mark.parametrize("kind", ARTICLES)
@FEW
@given(data=st.binary(max_size=300) | st.text(max_size=100).map(lambda told: told.encode("utf-8", "surrogatepass")))
def test_arbitrary_bytes_are_read_or_refused_in_words(kind, data):
    assert sound(found_in(data, "x", kind))
    signature = SAMPLES[kind][1][:40]
    assert sound(found_in(signature + data, SAMPLES[kind][0], kind))


@pytest.mark.parametrize("kind", ARTICLES)
@pytest.mark.parametrize("other", SAMPLES)
def test_a_file_of_another_kind_is_read_or_refused_in_words(kind, other):
    assert sound(found_in(SAMPLES[other][1], SAMPLES[kind][0], kind))


@pytest.mark.parametrize("kind", EVERY)
def test_no_other_file_and_no_connection_is_opened(kind, tmp_path, monkeypatch):
    name, data = EVERY[kind]
    path = tmp_path / name
    path.write_bytes(data.replace(b"https://", b"file:///"))
    found_in(data, name)  # what is imported at the first use is read from the disk
    opened = []
    real_open, real_io = builtins.open, io.open

    def watched(file, *args, real=real_open, **more):
        opened.append(os.fspath(file) if not isinstance(file, int) else file)
        return real(file, *args, **more)

    def refuse(*_args, **_more):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(builtins, "open", watched)
    monkeypatch.setattr(io, "open", lambda file, *a, **m: watched(file, *a, real=real_io, **m))
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    source = Source.of_file(path)
    assert list(reading.read(source, detect(source), Options()))
    assert {one for one in opened if str(one) != str(path)} == set()
