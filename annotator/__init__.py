"""Annotator: who said what in news text, and through whom."""

__version__ = "0.1.0"
