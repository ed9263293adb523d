"""Insiders and what each of them does, after the cases that courts and ports have described."""

from portsec.simulation.plots.cast import Cast

__all__ = ["Cast"]
