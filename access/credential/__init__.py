"""Credentials that a reader can check alone: signed badge, signed status list, signed queue."""
