"""Whether a badge may be issued, and until when. Pure: facts in, verdicts out."""
