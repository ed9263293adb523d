"""What the reporter's door forgets before anybody can keep it: address, browser, memory of a crash."""

from __future__ import annotations

import ctypes
import hashlib
import resource
import secrets
import sys
from collections.abc import Callable, Iterable
from typing import Any, Final

PR_SET_DUMPABLE = 4  # linux/prctl.h
CALLER: Final = "hotline.caller"

# Everything that the hotline needs of a request. Address, port, browser, languages, referrer, cookies and
# whatever a proxy adds are not in this list, so no line of code below this one can store or log them.
KEPT: Final = frozenset(
    {
        "REQUEST_METHOD",
        "SCRIPT_NAME",
        "PATH_INFO",
        "QUERY_STRING",
        "CONTENT_TYPE",
        "CONTENT_LENGTH",
        "SERVER_NAME",
        "SERVER_PORT",
        "SERVER_PROTOCOL",
        "HTTP_HOST",
        "HTTP_ORIGIN",
        "HTTP_SEC_FETCH_SITE",
        "HTTP_X_FORWARDED_PROTO",
        "HTTP_TRANSFER_ENCODING",
    }
)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Forgetful:
    """Passes a request on with what is in KEPT and the server's own `wsgi.` entries, and nothing else.

    In place of the address stands a hash under a key that this process drew and forgets when it ends: enough
    to slow down who sends a thousand reports. Behind a proxy that hides addresses all callers are one.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self._key = secrets.token_bytes(32)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        kept = {name: value for name, value in environ.items() if name in KEPT or name.startswith("wsgi.")}
        address = str(environ.get("REMOTE_ADDR", "")).encode()
        kept[CALLER] = hashlib.blake2b(address, key=self._key, digest_size=16).hexdigest()
        return self._application(kept, start_response)


def leave_no_dump() -> None:
    """A crash writes no memory to the disk, and other processes of our account cannot read it.

    The limit alone is not enough: the kernel ignores it where core dumps are piped to a program.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
