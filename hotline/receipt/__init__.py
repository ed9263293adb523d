"""Makes, reads and stretches the codes by which reporters come back. Pure."""
