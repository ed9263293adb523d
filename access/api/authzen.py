"""Being written."""

from django.http import HttpRequest, HttpResponse
from django.views import View


class Evaluation(View):
    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return HttpResponse(status=501)


def configuration(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=501)
