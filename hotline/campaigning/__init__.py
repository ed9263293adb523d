"""Printed cards and posters that lead to the hotline."""
