"""Article formats: one module each, bytes to text and facts."""
