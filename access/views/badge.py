"""Being written."""

from django.http import HttpRequest, HttpResponse
from django.views import View


class BadgeList(View):
    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return HttpResponse(status=501)


class BadgeDetail(View):
    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return HttpResponse(status=501)


class ChangeBadge(View):
    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return HttpResponse(status=501)
