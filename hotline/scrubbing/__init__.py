"""Makes a clean working copy of what a reporter attached, and says what is no longer in it."""
