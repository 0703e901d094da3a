"""Widgets that were closed are taken apart in the window's thread, whatever is done beside it."""

import gc
import threading
import weakref

from PySide6.QtCore import QThread


class Ring:
    """Something that only the collector can take apart; it tells in which thread that happens."""

    def __init__(self, told):
        self.itself = self
        weakref.finalize(self, lambda: told.append(threading.current_thread()))


class Beside(QThread):
    """Makes very many objects, as reading a corpus does."""

    def run(self):
        self.made = [{} for _ in range(200_000)]


def test_cycles_are_collected_in_the_thread_of_the_window_while_work_is_done_beside_it(hands):
    hands.until(lambda: not gc.isenabled())
    told = []
    for _ in range(50):
        Ring(told)
    work = Beside()
    work.start()
    hands.until(lambda: len(told) == 50 and work.isFinished())
    assert set(told) == {threading.main_thread()}
    hands.window.close()
    hands.until(gc.isenabled)
