"""Being written."""

from django.http import HttpRequest, HttpResponse
from django.views import View


class UnusualList(View):
    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return HttpResponse(status=501)


class PersonCaseDetail(View):
    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return HttpResponse(status=501)


class Decide(View):
    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return HttpResponse(status=501)


def take(request: HttpRequest, ref: str) -> HttpResponse:
    return HttpResponse(status=501)
