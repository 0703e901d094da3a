"""`annotator`, `python -m annotator`."""

import gc
import os
import sys

from annotator.asking import REFUSED, wants_window


def main(arguments: list[str] | None = None) -> int:
    """Run the window or a command; returns the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if not wants_window(given):
        from annotator import cli

        return cli.run(given)
    gc.disable()  # until the first frame is painted (`app.settle_in`): what is made before stays anyway
    if why := why_no_window():
        gc.enable()
        sys.stderr.write(f"annotator: {why}\n")
        return REFUSED
    from annotator import app

    return app.main(given)


def why_no_window() -> str:
    """Why no window can be opened here, and what to do; empty when one can. Qt itself would end the process."""
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        return "There is no display to open a window on. “annotator --help” lists what can be done without one."
    from annotator import loading_qt

    try:
        loading_qt.load()
    except ImportError as error:
        return f"The window cannot be opened, because a library that Qt needs is missing ({error})."
    return ""


if __name__ == "__main__":
    sys.exit(main())
