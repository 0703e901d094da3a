"""What is measured and sampled beside the window, and what came of it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from annotator.model.errors import UserError
from annotator.services import agreeing, locating
from annotator.services.agreeing import Gamma, Measured
from annotator.services.locating import Pairs, Wanted
from annotator.services.project import Project
from annotator.ui.reading import Reader
from annotator.ui.session import Session
from annotator.ui.working import Progress


class Measuring(QObject):
    """The figures of one choice of annotators and documents; γ apart from them, since it takes its time."""

    measured = Signal()
    """There are other figures, or none."""

    sampled = Signal()
    """There is a γ."""

    found = Signal(object)
    """A `Place` that was looked for, or None."""

    ended = Signal()
    """Something is not being done any more, because it is done or was cancelled."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.result: Measured | None = None
        self.refused: UserError | None = None
        self.gamma: Gamma | None = None
        self.reader, self.sampler, self._finder = (Reader(session, self) for _ in range(3))
        self.reader.ended.connect(self.ended)
        self.sampler.ended.connect(self.ended)

    def read(self, annotators: Sequence[str], documents: Sequence[str] | None) -> None:
        """Measure these annotators (ids; without any, everybody) on all documents or on some."""
        self.sampler.stop()

        def work(own: Project, progress: Progress) -> Measured | UserError:
            try:
                return agreeing.measure(own, annotators, documents, progress)
            except UserError as refused:
                return refused

        self.reader.read(work, self._take)

    def _take(self, found: Measured | UserError | None) -> None:
        self.result = found if isinstance(found, Measured) else None
        self.refused = found if isinstance(found, UserError) else None
        self.gamma = None
        self.measured.emit()

    def sample(self) -> None:
        """Work out γ of what was measured."""
        result = self.result
        if result is not None:
            self.sampler.read(
                lambda _own, progress: agreeing.gamma(result.summary.annotators, result.contributions, progress),
                self._take_gamma,
            )

    def _take_gamma(self, found: Gamma) -> None:
        self.gamma = found
        self.sampled.emit()

    def find(self, wanted: Wanted, pairs: Pairs) -> None:
        """Look for the first difference of a kind; `found` tells."""
        self._finder.read(lambda own, progress: locating.first(own, pairs, wanted, progress), self.found.emit)

    def forget(self) -> None:
        """End everything; there are no figures."""
        for reader in (self.reader, self.sampler, self._finder):
            reader.stop()
        self._take(None)
