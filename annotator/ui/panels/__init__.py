"""The panels beside the article."""
