"""Judges which access nobody uses, and what becomes of the proposal to take it away."""
