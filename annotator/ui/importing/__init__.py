"""Articles coming in: what was found in files, looked at and put right before it becomes immutable."""
