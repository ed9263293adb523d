"""Pure judgement of what became of cards: which are missing, which are due back, which blanks are there."""
