"""The library that finds articles in pages, without what it brings along for the network."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_trial_of_the_network() -> Iterator[None]:
    """While trafilatura is imported: urllib3, which it brings, otherwise binds a socket to see whether there is IPv6.

    Nothing here ever fetches anything, and a program that opens no socket can be seen to open none.
    """
    there = socket.has_ipv6
    socket.has_ipv6 = False
    try:
        yield
    finally:
        socket.has_ipv6 = there
