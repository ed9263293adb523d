"""Commits to reports and fills the hour's places in the record, with or without reports. Pure."""
