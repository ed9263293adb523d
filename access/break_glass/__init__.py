"""Judges break-glass: who may open an object in an emergency, for how long, and by when it is reviewed."""
