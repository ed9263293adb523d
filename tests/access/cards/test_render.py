"""The printed card: what it says is read back from the PDF, its code by the reader that has no network."""

from __future__ import annotations

import io
import time
from datetime import UTC, date, datetime

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from access.cards import render
from access.cards.facts import BadgeCard, VisitorPass
from access.credential.base45 import from_text, to_text
from access.credential.claims import MOST_AREAS
from access.credential.offline import Advice, decide
from access.credential.status_list import CredentialStatus
from access.credential.verify import verify_credential
from tests.access.credential import issuer
from tests.access.credential.presenting import held_as, shown
from tests.badges import picture

pytestmark = pytest.mark.unit

PRINTER = 300  # dots an inch
CARD_MM = (85.6, 54.0)  # ISO/IEC 7810 ID-1
POINT_MM = 25.4 / 72
TOKEN = issuer.credential()


def card(**other: object) -> BadgeCard:
    said: dict[str, object] = {
        "serial": "B100040",
        "type_name": "Yard",
        "colour": "#f2c14e",
        "generation": 2,
        "port": "Port of Example",
        "name": "Erin Vermeer",
        "organisation": "Quayside Terminals",
        "job_title": "Crane operator",
        "photo": picture(),
        "areas": ("Terminal A", "Customs"),
        "valid_until": date(2027, 6, 30),
        "credential": to_text(TOKEN),
        "return_to": ("Badge office, Port of Example", "XX PEX"),
    }
    return BadgeCard(**said | other)  # type: ignore[arg-type]


def visitor() -> VisitorPass:
    return VisitorPass(
        reference="V-7Q2M4K8Z",
        port="Port of Example",
        name="Vera Visit",
        company="Crane Care",
        host="Hugo",
        areas=("Terminal A",),
        valid_until=datetime(2026, 11, 22, 18, tzinfo=UTC),
        credential=to_text(TOKEN),
    )


def pages(pdf: bytes) -> list[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(pdf))


def text(pdf: bytes, page: int = 0) -> str:
    """The words of a page, with one space between them wherever lines were broken."""
    return " ".join(str(pages(pdf)[page].get_textpage().get_text_range()).split())


def printed(pdf: bytes, page: int = 0) -> Image.Image:
    return pages(pdf)[page].render(scale=PRINTER / 72).to_pil()


def code_on(image: Image.Image) -> str:
    (found,) = zxingcpp.read_barcodes(image)
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    return str(found.text)


def test_badge_when_printed_then_two_sides_of_a_bank_card() -> None:
    made = pages(render.badge_pdf(card()))
    assert len(made) == 2
    for page in made:
        assert page.get_size() == pytest.approx([side / POINT_MM for side in CARD_MM], abs=0.2)


def test_badge_when_printed_then_says_all_that_guards_look_for() -> None:
    pdf = render.badge_pdf(card())
    front, back = text(pdf), text(pdf, 1)
    for words in ("Port of Example", "Yard", "2", "Erin Vermeer", "Crane operator", "Quayside Terminals"):
        assert words in front
    for words in ("B100040", "30 Jun 2027", "Terminal A", "Customs"):
        assert words in front
    for words in ("Found? Please return to:", "Badge office, Port of Example", "B100040"):
        assert words in back


def test_badge_when_printed_and_scanned_then_the_reader_alone_lets_it_in_until_it_is_revoked() -> None:
    scanned = from_text(code_on(printed(render.badge_pdf(card()))))
    assert verify_credential(scanned, issuer.KEYS).claims == issuer.claims()
    assert decide(shown(scanned)).advice is Advice.GRANT
    revoked = decide(shown(scanned, held_list=held_as(CredentialStatus.INVALID)))
    assert revoked.advice is Advice.REFUSE


def test_badge_when_its_credential_is_the_longest_then_still_scanned() -> None:
    areas = tuple(f"A{number}" for number in range(MOST_AREAS))
    longest = to_text(issuer.credential(areas=areas))
    assert code_on(printed(render.badge_pdf(card(credential=longest)))) == longest


@pytest.mark.parametrize("angle", [0, 90, 180, 7])
def test_badge_when_photographed_askew_then_still_scanned(angle: int) -> None:
    turned = printed(render.badge_pdf(card())).rotate(angle, expand=True, fillcolor="grey")
    assert code_on(turned) == to_text(TOKEN)


def test_picture_when_made_then_shows_the_same_as_the_pdf() -> None:
    front, back = (Image.open(io.BytesIO(side)).convert("RGB") for side in render.badge_pictures(card()))
    assert code_on(front) == to_text(TOKEN)
    paper = printed(render.badge_pdf(card())).convert("RGB").resize(front.size)
    small = (200, 126)
    dots = zip(front.resize(small).tobytes(), paper.resize(small).tobytes(), strict=True)
    differing = sum(abs(one - other) > 90 for one, other in dots)
    assert differing < 3 * 200 * 126 * 0.02
    assert back.size == front.size


NAMES = {
    "Latin": "Žofia Łukasiewicz-Ørsted",
    "Greek": "Γεώργιος Παπαδόπουλος",
    "Cyrillic": "Виктор Морозов",
    "Armenian": "Արամ Խաչատրյան",
    "Arabic": "محمد علي",
    "Hebrew": "דוד לוי",
    "Chinese": "王小明",
    "Japanese": "さとう はなこ",
    "Korean": "박지성",
}


def ink(image: Image.Image) -> int:
    """Dark dots where the name in its own script stands."""
    width, height = image.size
    place = image.convert("L").crop((int(width * 0.31), int(height * 0.30), width, int(height * 0.44)))
    return sum(1 for dot in place.tobytes() if dot < 100)


@pytest.mark.parametrize(("script", "name"), NAMES.items(), ids=NAMES.keys())
def test_name_when_in_its_own_script_then_stands_on_the_card(script: str, name: str) -> None:
    pdf = render.badge_pdf(card(native_name=name))
    assert "□" not in text(pdf)
    assert ink(printed(pdf)) > 300
    as_only_name = render.badge_pdf(card(name=name))
    assert "Erin" not in text(as_only_name)
    if script not in {"Arabic", "Hebrew"}:  # whose letters come out of the PDF in visual order
        for word in name.split():
            assert word in text(pdf)


def test_name_when_it_is_markup_then_printed_as_it_is() -> None:
    evil = "#evil[] *x* $y$ <b> @z \\ `c`"
    assert evil in text(render.badge_pdf(card(name=evil)))


def test_name_when_very_long_then_shrinks_and_leaves_the_rest_in_its_place() -> None:
    """The code is scanned all the same, and nothing runs over it."""
    for name in (
        "Maximiliane Alexandra Konstantina von und zu Hohenlohe-Waldenburg-Schillingsfürst",
        "W" * 120,
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    ):
        pdf = render.badge_pdf(card(name=name, native_name=name, job_title=name, organisation=name))
        assert code_on(printed(pdf)) == to_text(TOKEN)
        assert "30 Jun 2027" in text(pdf)


def test_name_when_with_an_emoji_then_a_box_stands_for_it() -> None:
    front = text(render.badge_pdf(card(name="Erin 😀 Vermeer 👩‍🚀")))
    assert "□" in front
    assert "😀" not in front


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#f2c14e", "#1b4965", "#ff0000"])
def test_band_when_of_any_colour_then_its_words_are_there_and_the_code_is_scanned(colour: str) -> None:
    pdf = render.badge_pdf(card(colour=colour))
    assert "Yard" in text(pdf)
    assert code_on(printed(pdf)) == to_text(TOKEN)


def test_badge_when_there_is_no_photo_then_the_card_says_so() -> None:
    assert "NO PHOTO" in text(render.badge_pdf(card(photo=None)))


def test_visitor_when_printed_then_escort_only_and_scanned() -> None:
    pdf = render.visitor_pdf(visitor())
    front = text(pdf)
    for words in ("VISITOR", "ESCORT ONLY", "Vera Visit", "Crane Care", "Host: Hugo", "V-7Q2M4K8Z"):
        assert words in front
    assert "22 Nov 2026, 18:00" in front
    assert "escort at all times" in text(pdf, 1)
    assert code_on(printed(pdf)) == to_text(TOKEN)
    assert len(render.visitor_pictures(visitor(), dpi=72)) == 2


def test_badge_when_made_twice_then_the_same_bytes() -> None:
    assert render.badge_pdf(card()) == render.badge_pdf(card())


def test_badge_when_made_then_soon() -> None:
    """About a tenth of a second on a quiet machine; a busy one is forgiven ten times as much."""
    render.badge_pdf(card())
    fastest = min(_seconds() for _ in range(5))
    assert fastest < 1.0


def _seconds() -> float:
    begun = time.perf_counter()
    render.badge_pdf(card())
    return time.perf_counter() - begun
