"""Reading many files on several processors at once, and large ones such that it can be given up at any time.

Processes are spawned, which is the same on every system and leaves threads and windows out of them. A file that takes
its process down with it, or is read for too long, is refused, and the others are read.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from multiprocessing import connection
from pathlib import Path
from typing import NamedTuple

from annotator.importers import reading
from annotator.importers.article import Found, Options, Refused
from annotator.importers.reader_process import ReaderProcess
from annotator.importers.registry import ARTICLES
from annotator.importers.source import Source

FEW = 12
"""Files up to which starting processes takes longer than reading them."""

LARGE = 64 * 1024
"""Bytes from which reading a file can take so long that somebody may want to give it up."""

LARGE_PACKED = 16 * 1024
"""The same of files that are compressed."""

LONGEST = 60.0
"""Seconds without an article after which a file is given up."""

MOST_PROCESSES = 8
_AHEAD = 4
"""Files for each process that are under way or wait to be taken, which bounds the memory."""

_ENOUGH = 64
"""Articles of a process that wait to be taken, from which no more are received."""

_LOOK = 0.1
"""Seconds between two questions whether to go on."""

_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"%PDF")


class Job(NamedTuple):
    path: Path
    format: str


Tick = Callable[[int], None]
"""Is called several times a second with the number of the job that is waited for, and may raise to give up."""


def read_files(
    jobs: Sequence[Job], options: Options, tick: Tick = lambda _number: None, longest: float = LONGEST
) -> Generator[tuple[int, Found | Refused], None, None]:
    """What is in the files, in their order, each with the number of its job.

    Small files for which no library is needed are read here, because they are read faster than handed over. Close the
    iterator: processes that are reading then end at once.
    """
    apart = [number for number, job in enumerate(jobs) if _is_large(job)]
    slow = [number for number, job in enumerate(jobs) if _takes_long(job)]
    if len(slow) > FEW and (os.cpu_count() or 1) > 1:
        apart = sorted({*apart, *slow})
    ahead = _Ahead(jobs, options, apart, longest)
    there = frozenset(apart)
    try:
        for number, job in enumerate(jobs):
            tick(number)
            for one in ahead.take(number, tick) if number in there else _read(job, options):
                yield number, one
    finally:
        ahead.close()


def _takes_long(job: Job) -> bool:
    form = ARTICLES[job.format]
    return bool(form.needs) and not form.many


def _is_large(job: Job) -> bool:
    try:
        size = job.path.stat().st_size
        if size <= LARGE_PACKED or not job.path.is_file():
            return False
        if size > LARGE:
            return True
        with job.path.open("rb") as file:
            return file.read(4).startswith(_PACKED)
    except OSError:
        return False  # reading it tells why


def _read(job: Job, options: Options) -> Iterator[Found | Refused]:
    return reading.read(Source.of_file(job.path), job.format, options)


class _Ahead:
    """Keeps processes busy with what will be asked for next."""

    def __init__(self, jobs: Sequence[Job], options: Options, numbers: Sequence[int], longest: float) -> None:
        self._jobs = jobs
        self._options = options
        self._longest = longest
        self._waiting = deque(numbers)
        self._most = min(MOST_PROCESSES, os.cpu_count() or 1, len(numbers))
        self._readers: list[_Reader] = []
        self._given: dict[int, _Reader] = {}

    def take(self, number: int, tick: Tick) -> Iterator[Found | Refused]:
        """What is in the file of a job; jobs are asked for in their order."""
        self._fill()
        reader = self._given[number]
        while True:
            while reader.arrived and reader.arrived[0][0] == number:
                yield reader.arrived.popleft()[1]
            if number not in reader.queue:
                del self._given[number]
                self._fill()
                return
            self._listen(reader)
            tick(number)

    def _fill(self) -> None:
        """Hand out jobs, to whoever has fewest."""
        while self._waiting:
            if len(self._readers) < self._most:
                self._readers.append(_Reader(self._options))
            reader = min(self._readers, key=lambda one: len(one.queue) + len(one.arrived))
            if len(reader.queue) >= _AHEAD:
                return
            number = self._waiting.popleft()
            self._given[number] = reader
            reader.give(number, self._jobs[number])

    def _listen(self, needed: "_Reader") -> None:
        """Receive what processes send; those of which enough waits, and that nobody waits for, are left to wait."""
        heard = {one.pipe: one for one in self._readers if one.queue and (one is needed or len(one.arrived) < _ENOUGH)}
        ready = connection.wait(list(heard), _LOOK)
        for pipe, reader in heard.items():
            if pipe in ready:
                reader.receive()
            else:
                reader.bear_with(self._longest)

    def close(self) -> None:
        """End the processes, whatever they are reading."""
        for reader in self._readers:
            reader.end()


class _Reader:
    """A process with the jobs it was given; `queue` are those of which not all has arrived, the first is being read."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._jobs: dict[int, Job] = {}
        self._process = ReaderProcess(options)
        self._heard = time.monotonic()
        self.queue: deque[int] = deque()
        self.arrived: deque[tuple[int, Found | Refused]] = deque()

    @property
    def pipe(self) -> "connection.Connection":
        return self._process.pipe

    def give(self, number: int, job: Job) -> None:
        if not self.queue:
            self._heard = time.monotonic()
        self._jobs[number] = job
        self.queue.append(number)
        self._process.order(job.path, job.format)

    def receive(self) -> None:
        self._heard = time.monotonic()
        try:
            found, whole = self._process.receive()
        except (EOFError, OSError):
            self._give_up("the process that read it ended without a word")
            return
        self.arrived += ((self.queue[0], one) for one in found)
        if whole:
            self._jobs.pop(self.queue.popleft())

    def bear_with(self, longest: float) -> None:
        """Give up a file of which nothing has come for too long."""
        if time.monotonic() - self._heard > longest:
            self._give_up(f"reading it takes longer than {longest:g} seconds")

    def _give_up(self, why: str) -> None:
        """Refuse what is being read, and go on with the rest in another process."""
        self._process.end()
        number = self.queue.popleft()
        self._jobs.pop(number)
        self.arrived.append((number, Refused(why)))
        self._process = ReaderProcess(self._options)
        self._heard = time.monotonic()
        for rest in self.queue:
            self._process.order(self._jobs[rest].path, self._jobs[rest].format)

    def end(self) -> None:
        self._process.end()
