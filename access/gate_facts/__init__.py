"""Reads all that gate attempts are judged on with one SQL statement, and turns its rows into facts.

Text and conversion only, without Django: pages and the API run the statement through Django's connection, a
process for devices may run the same text through psycopg. What a reader is judged on is thus written once.
"""
