"""A process that reads files, one after the other, and can be ended at any time."""

import contextlib
import multiprocessing
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

from annotator.importers import reading
from annotator.importers.article import Found, Options, Refused
from annotator.importers.source import Source

_TOGETHER = 32
"""Articles that are sent at once, which is faster than one by one."""

_SOON = 0.2
"""Seconds after which what was found is sent, however little it is."""


class ReaderProcess:
    """Reads in the order of the orders. It waits where what it sends is not received, which bounds its memory."""

    def __init__(self, options: Options) -> None:
        context = multiprocessing.get_context("spawn")
        # One way each: a pipe that goes both ways is a pair of sockets.
        self.pipe, results = context.Pipe(duplex=False)
        orders, self._orders = context.Pipe(duplex=False)
        self._process = context.Process(target=_serve, args=(orders, results, options), daemon=True)
        self._process.start()
        for theirs in (orders, results):
            theirs.close()  # so that its end is noticed

    def order(self, path: Path, format_: str) -> None:
        with contextlib.suppress(OSError):  # a process that has died is noticed where its articles are received
            self._orders.send((path, format_))

    def receive(self) -> tuple[list[Found | Refused], bool]:
        """The next articles of the file being read, and whether that was all. Raises EOFError or OSError at its end."""
        found, whole = self.pipe.recv()
        return found, whole

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self.pipe.close()
        self._orders.close()


def _serve(orders: Connection, results: Connection, options: Options) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    with contextlib.suppress(EOFError, OSError):
        while True:
            path, format_ = orders.recv()
            _send(results, path, format_, options)


def _send(pipe: Connection, path: Path, format_: str, options: Options) -> None:
    found: list[Found | Refused] = []
    sent = time.monotonic()
    for one in reading.read(Source.of_file(path), format_, options):
        found.append(one)
        if len(found) >= _TOGETHER or time.monotonic() - sent > _SOON:
            pipe.send((found, False))
            found, sent = [], time.monotonic()
    pipe.send((found, True))
