"""What looks wrong in the log, and why: rules over a window of facts. Accuses nobody."""
