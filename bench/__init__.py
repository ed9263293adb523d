"""Benchmarks. Each measures our code beside a peer and a floor, in one run and on the same cases.

A module of this package is one benchmark; its `run(scale)` gives the line that `python -m bench` prints.
"""
