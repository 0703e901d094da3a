"""Corpus formats: one module each, pure functions between a corpus and bytes; the registry names them."""
