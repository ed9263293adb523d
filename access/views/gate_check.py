"""Being written."""

from django.http import HttpRequest, HttpResponse
from django.views import View


class GateCheck(View):
    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return HttpResponse(status=501)
