"""Judges whether some groups are flagged, or cleared, more often than others. Never about one person."""
