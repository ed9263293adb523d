"""Reckons days, deadlines and full hours of the hotline. Pure."""
