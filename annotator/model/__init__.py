"""Pure values of source attribution and their rules; standard library only."""
