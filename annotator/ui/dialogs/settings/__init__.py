"""What a person can set, one page each."""
