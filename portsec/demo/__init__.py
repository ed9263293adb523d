"""A made-up port, so that every page has something to show. Deterministic for a seed and a day."""
