import os
import tempfile

import pytest

from annotator.importers.article import Found
from annotator.model.errors import UserError
from annotator.services import shelving


@pytest.mark.skipif(os.name == "nt", reason="it knows no limits of this kind")
def test_no_room_for_temporary_files_is_said_in_a_sentence(monkeypatch):
    import resource
    import signal

    monkeypatch.setattr(shelving, "_IN_MEMORY", 1000)
    shelf = shelving.Shelf()
    kept = shelf.put(Found("a.txt", "text", original=b"a" * 10))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    usual = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, limits[1]))
    try:
        with pytest.raises(UserError, match="cannot be kept in the folder for temporary files") as refused:
            shelf.put(Found("b.txt", "text", original=b"b" * (4 << 20)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, usual)
    assert tempfile.gettempdir() in str(refused.value)
    assert "Make room there" in str(refused.value)
    assert len(shelf) == 1
    assert kept == 0
    shelf.close()
