"""The page on the sources of the project: their table, one of them in detail, and who passes on whom."""
