"""How decisions are made by several people: the words of panels, hearings and remedies, and the count."""
