"""Judges requests for access: who answers them, for how long, and which duties do not go together."""
