"""An officer's browser with the key open, without the second that a passphrase takes."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.test import Client

from hotline.views.held_key import cookie_name, hold
from tests.hotline.hotline_port import HotlinePort
from tests.people import Actor


def request_of(browser: Client, actor: Actor) -> HttpRequest:
    """What a page would get from this browser."""
    request = HttpRequest()
    request.user, request.session = actor.user, browser.session
    request.COOKIES = {name: morsel.value for name, morsel in browser.cookies.items()}
    return request


def open_key(browser: Client, hotline: HotlinePort, actor: Actor, *, at: datetime) -> None:
    """As after typing the right passphrase at this moment."""
    response = HttpResponse()
    hold(request_of(browser, actor), response, hotline.unlocked(actor), at=at)
    browser.cookies[cookie_name()] = response.cookies[cookie_name()].value
