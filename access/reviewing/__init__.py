"""Judges reviews of what people may read: when, how small, with how many hands, and what silence means."""
