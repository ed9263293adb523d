"""The protocol of AuthZEN, apart from the port's policy."""
