"""Copies and proves the open project now and then.

This happens in a process of its own: nobody waits for it, and a file so damaged that SQLite itself would fall over
takes only that process with it.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

SOON, EVERY = 3_000, 30 * 60_000
"""Milliseconds after a project was opened, and between further looks while work goes on."""


class Damage(NamedTuple):
    """One thing that is wrong with the project; the document it is on where that is known."""

    words: str
    document: str = ""


class Watch(QObject):
    """Tells `damaged` with what was found, and `refused` with a sentence when no backup can be made."""

    damaged = Signal(list)
    refused = Signal(str)
    done = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._process: QProcess | None = None
        self._worked_on = True
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def begin(self, path: Path | None) -> None:
        """Watch this project, or none."""
        self.end()
        self._path = path
        self._worked_on = True
        if path is not None:
            self._timer.start(SOON)

    def note_work(self) -> None:
        """Something was recorded, so that the next look is worth its while."""
        self._worked_on = True

    def look(self) -> None:
        """Copy and prove the project now, unless that is under way, or nothing has been done since."""
        self._timer.start(EVERY)
        if self._path is None or self._process is not None or not self._worked_on:
            return
        self._worked_on = False
        process = self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        here = str(Path(__file__).resolve().parents[3])
        environment.insert("PYTHONPATH", os.pathsep.join(filter(None, (here, environment.value("PYTHONPATH")))))
        environment.insert("PYTHONIOENCODING", "utf-8")
        process.setProcessEnvironment(environment)
        process.finished.connect(self._finished)
        process.start(sys.executable, ["-m", "annotator", "backup", str(self._path), "--json", "--gently"])

    def end(self) -> None:
        """Watch no more; a look under way is given up, and leaves nothing half."""
        self._timer.stop()
        process, self._process, self._path = self._process, None, None
        if process is not None:
            process.finished.disconnect()
            process.kill()
            process.waitForFinished(2000)
            process.deleteLater()

    def _finished(self, status: int, how: QProcess.ExitStatus) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        told = bytes(process.readAllStandardOutput().data()).decode(errors="replace")
        said = bytes(process.readAllStandardError().data()).decode(errors="replace")
        process.deleteLater()
        if how != QProcess.ExitStatus.NormalExit:
            self.damaged.emit([Damage(self.tr("The project could not be looked through to its end."))])
        elif status == 1:
            self.damaged.emit(_problems(told))
        elif status and said.strip():
            self.refused.emit(said.strip().splitlines()[-1].removeprefix("annotator: "))
        self.done.emit()


def _problems(told: str) -> list[Damage]:
    try:
        value: dict[str, Any] = json.loads(told)
        found = value["problems"]
    except (ValueError, KeyError, TypeError):
        return []
    names = ("item", "document", "table")
    return [
        Damage(
            one["what"] + "".join(f" ({name} {one[name]})" for name in names if one.get(name)),
            one.get("document") or "",
        )
        for one in found
    ]
