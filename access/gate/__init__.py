"""Judges an attempt at a gate: facts in, a Verdict with every reason out."""
