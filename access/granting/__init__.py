"""Judges grants of logistics data: how long, for what, beside which others; and what a permission means."""
