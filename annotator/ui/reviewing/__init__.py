"""Review mode: whose tags are shown, where two annotators differ, and what is decided about it."""
