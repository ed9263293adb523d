"""Judges look-ups that could have been made at some time in the past, on the facts as they stood then."""
