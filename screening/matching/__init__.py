"""Is this person the one on the list? Pure: a subject and an entry in, a score that explains itself out."""
