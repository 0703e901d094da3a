"""Reading many files on several processors at once, in processes of their own.

A file that takes its process down with it is refused, and the others are read. Processes are spawned, which is the same
on every system and leaves threads and windows out of them.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import NamedTuple

from annotator.importers import reading
from annotator.importers.article import Found, Options, Refused
from annotator.importers.registry import ARTICLES
from annotator.importers.source import Source

FEW = 12
"""Files up to which starting processes takes longer than reading them."""

MOST_PROCESSES = 8
_AHEAD = 4
"""Files for each process that are under way or wait to be taken, which bounds the memory."""


class Job(NamedTuple):
    path: Path
    format: str


def read_files(jobs: Sequence[Job], options: Options) -> Iterator[tuple[int, Found | Refused]]:
    """What is in the files, in their order, each with the number of its job.

    Files of many articles are read here, one article at a time, and never held in memory as a whole; so are those for
    which no library is needed, because they are read faster than handed over.
    """
    apart = [number for number, job in enumerate(jobs) if _takes_long(job)]
    processes = min(MOST_PROCESSES, os.cpu_count() or 1)
    if len(apart) <= FEW or processes < 2:
        for number, job in enumerate(jobs):
            for one in _read(job, options):
                yield number, one
        return
    ahead = _Ahead(jobs, options, apart, processes)
    try:
        for number, job in enumerate(jobs):
            for one in ahead.take(number) if _takes_long(job) else _read(job, options):
                yield number, one
    finally:
        ahead.close()


def _takes_long(job: Job) -> bool:
    form = ARTICLES[job.format]
    return bool(form.needs) and not form.many


def _read(job: Job, options: Options) -> Iterator[Found | Refused]:
    return reading.read(Source.of_file(job.path), job.format, options)


def _read_whole(job: Job, options: Options) -> list[Found | Refused]:
    return list(_read(job, options))


class _Ahead:
    """Keeps processes busy with what will be asked for next."""

    def __init__(self, jobs: Sequence[Job], options: Options, numbers: Sequence[int], processes: int) -> None:
        self._jobs = jobs
        self._options = options
        self._waiting = deque(numbers)
        self._under_way: dict[int, Future[list[Found | Refused]]] = {}
        self._processes = processes
        self._pool = self._new_pool(processes)

    @staticmethod
    def _new_pool(processes: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"))

    def _fill(self) -> None:
        while self._waiting and len(self._under_way) < self._processes * _AHEAD:
            number = self._waiting.popleft()
            self._under_way[number] = self._pool.submit(_read_whole, self._jobs[number], self._options)

    def take(self, number: int) -> list[Found | Refused]:
        """What is in the file of a job; jobs are asked for in their order."""
        try:
            self._fill()
            return self._under_way.pop(number).result()
        except (BrokenProcessPool, KeyError):
            return self._take_alone(number)

    def _take_alone(self, number: int) -> list[Found | Refused]:
        """A process died: find out whether of this file, in a process that reads nothing else, and begin again."""
        self._pool.shutdown(cancel_futures=True)
        self._waiting = deque(n for n in sorted({*self._under_way, *self._waiting}) if n > number)
        self._under_way.clear()
        with self._new_pool(1) as alone:
            try:
                found = alone.submit(_read_whole, self._jobs[number], self._options).result()
            except BrokenProcessPool:
                found = [Refused("the process that read it ended without a word")]
        self._pool = self._new_pool(self._processes)
        return found

    def close(self) -> None:
        """End the processes, after the files that they are reading now."""
        self._pool.shutdown(wait=True, cancel_futures=True)
