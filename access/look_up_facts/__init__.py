"""Reads all that look-ups of logistics data are judged on with one SQL statement, and turns rows into facts.

Text and conversion only, without Django, as `access.gate_facts` is for attempts at gates.
"""
