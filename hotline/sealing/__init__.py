"""Seals what reporters say to keys that no server holds, in a few sizes. Pure."""
