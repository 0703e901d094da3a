"""Questions that need an answer before something can go on."""
