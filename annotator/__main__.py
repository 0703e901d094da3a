"""`annotator`, `python -m annotator`."""

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the window or a command; returns the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    from annotator import cli

    if cli.wants_window(given):
        from annotator import app

        return app.main(given)
    return cli.run(given)


if __name__ == "__main__":
    sys.exit(main())
