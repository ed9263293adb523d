"""Judges who looked up containers: how rare that is, and who stands out among the boxes of a seizure."""
