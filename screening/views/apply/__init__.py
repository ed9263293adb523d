"""The person's own part: public pages behind a link and a birth date, apart from every staff session."""
