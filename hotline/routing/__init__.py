"""Judges who may receive a report: never the person or unit that it names. Pure."""
