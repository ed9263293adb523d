"""How long which data is kept: the table as data, and a pure function that says what is due."""
