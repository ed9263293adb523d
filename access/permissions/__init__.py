"""Who may do what in access: a predicate gives a verdict."""
