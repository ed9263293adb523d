"""Judges how new values for a detection rule come into force: replayed, run silently, confirmed by two."""
