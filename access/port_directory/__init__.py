"""The port directory: a port's own records as CSV files. How they are read and written; no database."""
