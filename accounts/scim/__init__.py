"""What of SCIM 2.0 (RFC 7643, 7644) is spoken here; a library does the protocol."""
