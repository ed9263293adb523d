"""The notice, which is read before anything is asked, and the way out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from portsec.kernel import clock
from screening.enums import ApplicationState, Language
from screening.notices import NOTICE
from screening.services import declaration
from screening.services.policy import parsed
from screening.views.apply.door import OwnPart


class Notice(OwnPart):
    """What is asked, why, and the person's rights; accepted with its version, or declined."""

    def get(self, request: HttpRequest) -> HttpResponse:
        application = self.invitation.application
        language = Language(translation.get_language())
        words = NOTICE.notice[language]
        rules = parsed(application.policy)
        return self.page(
            "notice",
            words=words.filled(port=application.port.name, post=application.post.name),
            points=words.points,
            elements=[element.name for element in rules.level(application.level_word).elements],
            version=NOTICE.version,
            is_accepted=application.state_word is not ApplicationState.INVITED,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        declaration.accept(self.invitation, language=translation.get_language() or "en", at=clock.now())
        return self.to("apply-about")


class Decline(OwnPart):
    """The way out, asked once more before it is taken."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page("decline")

    def post(self, request: HttpRequest) -> HttpResponse:
        declaration.decline(self.invitation, at=clock.now())
        return self.page("declined")
