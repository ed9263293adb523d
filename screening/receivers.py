"""What screening does when a worker starts."""

from __future__ import annotations

import gc
import logging

from celery.signals import worker_init
from django.db import DatabaseError, connections

from screening.selectors.list_index import LISTS

logger = logging.getLogger("portsec.worker")


@worker_init.connect
def read_lists(**_: object) -> None:
    """Build the index of the lists once, before the worker forks: a child that is replaced has it at once."""
    try:
        LISTS.current()
    except DatabaseError:
        logger.warning("the lists could not be read; each child reads them when it needs them")
    connections.close_all()  # a connection must not be shared with the children
    gc.freeze()  # what is there by now is never collected, so that its pages stay shared
