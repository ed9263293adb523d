"""PostgreSQL and Redis from wheels, for a machine that has none. No Django in here: tests start it first."""

from portsec.embedded.directory import ServerError, running_environment
from portsec.embedded.servers import EmbeddedServers

__all__ = ["EmbeddedServers", "ServerError", "running_environment"]
