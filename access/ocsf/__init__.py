"""Events of the log as OCSF 1.5 events, and back. Pure."""
