"""What a change of the ISPS level would do, worked out before anybody confirms it."""
