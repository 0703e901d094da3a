"""Bringing colleagues’ work together and handing it out: dialogs and the commands that show them."""
