"""Badges and visitor passes as PDF, in the size of a bank card. Pure: facts in, bytes out."""
