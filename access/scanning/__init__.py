"""How the log is scanned: which rules look when, at whose events, and what of the whole log they are told."""
