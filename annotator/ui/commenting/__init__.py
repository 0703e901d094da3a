"""Talking about annotations and documents."""
