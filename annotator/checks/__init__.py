"""What may be missing or wrong in an annotated document: one module for each family of rules."""
