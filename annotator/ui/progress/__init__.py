"""The page on the progress of the team."""
