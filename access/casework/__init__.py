"""How officers work on person-cases: words, pseudonyms, figures, muted patterns, what outcomes teach."""
