"""What all tests share: where settings go, how deep Hypothesis digs, and a desk to work at."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.items import Annotation, Annotator, Attribution
from annotator.model.span import Span
from annotator.services import annotating, attributing, exporting, importing
from annotator.services.project import Project

ROOT = Path(__file__).resolve().parents[1]

_ALLOWED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
settings.register_profile("quick", deadline=None, max_examples=50, suppress_health_check=_ALLOWED)
settings.register_profile("thorough", deadline=None, max_examples=2000, suppress_health_check=_ALLOWED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

ANA = Annotator(id="a0a0a0a0-0000-4000-8000-000000000001", name="Ana")
BORIS = Annotator(id="b0b0b0b0-0000-4000-8000-000000000002", name="Boris")

STORY = """Ferry strike “off for now”

The port 🚢 of Sarn will open on Monday, the harbour master said.
“We are ready,” she told Radio Sarn, which heard it from the union.
A pilot is said to have resigned. The minister denied that the pilot had resigned.
"""


def pytest_addoption(parser):
    parser.addoption("--headed", action="store_true", help="Show the windows instead of drawing them offscreen.")
    parser.addoption("--refresh-pictures", action="store_true", help="Draw the pictures of tests/ui/pictures anew.")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    if not config.getoption("--headed"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def qapp_args():
    """The application of the tests has the program's style on every system (`fusion.application`)."""
    return ["annotator", "-style", "Fusion"]


@pytest.fixture(autouse=True)
def settings_folder(tmp_path_factory, monkeypatch):
    """Every test has a settings folder of its own, and none touches that of the person who runs it.

    Programs that a test starts find the package from wherever they are started.
    """
    folder = tmp_path_factory.mktemp("settings")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(folder))
    return folder


class Desk:
    """A person at an open project, with one article before them; words are found in it by what they say."""

    def __init__(self, path: Path, me: Annotator | None = ANA, text: str | None = STORY) -> None:
        self.project = Project.open(path, me) if path.exists() else Project.create(path, me)
        self.id = ""
        if text is not None:
            self.id = self.add(text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.project.close()

    def add(self, text: str, name: str = "story.txt") -> str:
        return importing.import_text(self.project, text, name).documents[0]

    @property
    def article(self) -> AnnotatedDocument:
        return self.project.read(self.id)

    def span(self, words: str, nth: int = 0) -> Span:
        text, at = self.article.text, -1
        for _ in range(nth + 1):
            at = text.index(words, at + 1)
        return Span(at, at + len(words))

    def tag(self, name: str, *words: str, nth: int = 0) -> Annotation:
        return annotating.tag(self.project, self.article, [self.span(w, nth) for w in words], name).annotation

    def link(self, contents: list[Annotation], sources: list[Annotation], cues=()) -> Attribution:
        ids = [[a.id for a in some] for some in (contents, sources, cues)]
        return attributing.link(self.project, self.article, ids[0], ids[1], cues=ids[2]).attribution

    def under(self, child: Attribution, parent: Attribution, basis: str = "embedded") -> ChangeSet:
        return attributing.set_parent(self.project, self.article, child.id, parent.id, basis)

    def sit(self, someone: Annotator | None) -> None:
        """Someone else opens the project in place of who had it open."""
        path = self.project.path
        self.project.close()
        self.project = Project.open(path, someone)

    def export(self, **chosen) -> bytes:
        out = self.project.path.with_name("exported.jsonl")
        exporting.export(self.project, "corpus", out, **chosen)
        return out.read_bytes()

    def bring(self, data: bytes | str, name: str = "corpus.jsonl"):
        path = self.project.path.with_name(name)
        path.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
        return importing.import_files(self.project, [path], format_="corpus").report


@pytest.fixture
def new_desk():
    """Makes desks, for tests that need several or one for each example of Hypothesis."""
    return Desk


@pytest.fixture
def desk(tmp_path):
    with Desk(tmp_path / "work.annotator") as made:
        yield made


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 400 kB; only root can make one."""
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("needs the right to mount")
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", place]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@pytest.fixture
def ana():
    return ANA


@pytest.fixture
def boris():
    return BORIS


@pytest.fixture
def story():
    return STORY


@pytest.fixture
def sample():
    return ROOT / "projects" / "sample.jsonl"


@pytest.fixture
def data_folder():
    return ROOT / "tests" / "data"
