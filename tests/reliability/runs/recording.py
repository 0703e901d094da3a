"""Replays statements with apsw and writes down what they do to the disk. Run as a process of its own.

No other SQLite library is used here: two in one process would drop each other's locks.
"""

import os
import pickle
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import apsw

RECORD: list[tuple[Any, ...]] = []
JOURNALS = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL


class File(apsw.VFSFile):
    def __init__(self, filename, flags):
        path = filename.filename() if isinstance(filename, apsw.URIFilename) else filename
        self.name = os.path.basename(path) if path else ""
        existed = bool(path) and os.path.exists(path)
        super().__init__("", filename, flags)
        if self.name:
            RECORD.append(("create", self.name, bool(flags[0] & JOURNALS and not existed), existed))

    def xWrite(self, data, offset):
        if self.name:
            RECORD.append(("write", self.name, offset, bytes(data)))
        return super().xWrite(data, offset)

    def xTruncate(self, size):
        if self.name:
            RECORD.append(("truncate", self.name, size))
        return super().xTruncate(size)

    def xSync(self, flags):
        if self.name:
            RECORD.append(("sync", self.name))
        return super().xSync(flags)

    def xDeviceCharacteristics(self):
        return 0  # the worst of disks: no sector is written as a whole

    def xSectorSize(self):
        return 512


class Disk(apsw.VFS):
    def __init__(self):
        super().__init__("recorded", "", exclude={"xSetSystemCall", "xGetSystemCall", "xNextSystemCall"})

    def xOpen(self, name, flags):
        return File(name, flags)

    def xDelete(self, name, syncdir):
        RECORD.append(("delete", os.path.basename(name), bool(syncdir)))
        return super().xDelete(name, syncdir)


def main(given: Path, told: Path) -> None:
    base, script, pragmas = pickle.loads(given.read_bytes())
    disk = Disk()  # known by its name for as long as it lives
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "power.annotator")
        shutil.copyfile(base, path)
        connection = apsw.Connection(path, vfs="recorded")
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        for step in script:
            if isinstance(step, bytes):
                RECORD.append(("ack", step))
            else:
                connection.execute(step).fetchall()
        connection.close()
    del disk
    told.write_bytes(pickle.dumps(RECORD))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
