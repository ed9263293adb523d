"""Letters of the port to people and employers, as tagged PDF in five languages. Pure: facts in, bytes out."""
