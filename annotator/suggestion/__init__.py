"""Rules that propose; nothing they say is recorded until a person takes it."""
