"""A walk through the main job without a display: pictures of the window and an exported corpus, for looking at."""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str]) -> int:
    """Take the tour and write its pictures and the corpus into a folder; with `--pictures`, those of the guide."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    named = [argument for argument in arguments if argument != "--pictures"]
    folder = Path(named[0] if named else "build/tour")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as own:
        # The tour works in settings of its own, so that it neither sees nor leaves anything of the person's.
        os.environ["ANNOTATOR_CONFIG_DIR"] = own
        from annotator import app
        from annotator.services.identity import Identities
        from annotator.ui import touring

        Identities().become("Visitor")
        (touring.illustrate if "--pictures" in arguments else touring.take)(app.window(), folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
