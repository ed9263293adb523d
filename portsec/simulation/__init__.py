"""A made-up port with shifts, ships, cargo and habits, with insiders planted in it; no framework."""
