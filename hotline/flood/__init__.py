"""Judges how long a caller waits, and which report looks like many others. Never drops anything. Pure."""
