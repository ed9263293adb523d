"""Judges what people tell of the last years: gaps, overlaps, long stays. Pure arithmetic on days."""
