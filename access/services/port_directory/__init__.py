"""Reads a port directory into the database, table by table through the services that own them."""

from access.services.port_directory.directory import import_directory

__all__ = ["import_directory"]
