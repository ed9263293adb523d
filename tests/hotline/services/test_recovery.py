"""Recipients enrol with their own passphrase; two of three keepers open what nobody else can."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.models import Organisation, Port
from hotline.enums import RecipientKind
from hotline.models import Hub, ReportKey
from hotline.sealing.handed_in import HandedIn
from hotline.services import handling, hub, original, recipient, recovery
from hotline.services.recovery import NewKeeper
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tests.hotline.hotline_port import PASSPHRASE, SAID, HotlinePort, cheap_code
from tests.people import Actor, Cast
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PHOTO = HandedIn("van.jpg", "image/jpeg", b"original bytes", b"clean bytes", "image/png")


def enrol(target: Hub, actor: Actor, at: datetime, **changed: str) -> None:
    given = {"unit": "Ombud", "independence": "Appointed by parliament.", "passphrase": PASSPHRASE} | changed
    recipient.enrol(target, kind=RecipientKind.OWN, **given, **actor.acts(at))


def test_officer_when_enrolled_then_reads_later_reports_and_no_earlier_ones(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    earlier = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    recipient.end(hotline.recipient(hotline.hana), actor="user:olga_h", at=now)
    enrol(hotline.hub, hotline.hana, now)
    later = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    unlocked = recipient.unlock(hotline.hub, hotline.hana.user, PASSPHRASE)
    assert handling.read(later, unlocked, **hotline.hana.acts(now)).content == SAID
    with pytest.raises(Refused):
        handling.read(earlier, unlocked, **hotline.hana.acts(now))
    assert record.kinds() == [
        "hotline.recipient.ended",
        "hotline.recipient.enrolled",
        "hotline.report.read",
    ]
    with pytest.raises(InvalidInput):
        recipient.unlock(hotline.hub, hotline.hana.user, "another passphrase altogether")


@pytest.mark.parametrize("kind", ["terminal", "port_authority", "carrier", "haulier", "agent", "contractor"])
def test_officer_when_of_a_company_of_the_port_then_receives_nothing(
    hotline: HotlinePort, now: datetime, kind: str
) -> None:
    recipient.end(hotline.recipient(hotline.hana), actor="user:olga_h", at=now)
    Organisation.objects.filter(code="OMBUD").update(kind=kind)
    hotline.hana.user.refresh_from_db()
    with unchanged(), pytest.raises(Refused) as refused:
        enrol(hotline.hub, hotline.hana, now)
    assert refused.value.code == "inside_the_port"


def test_enrolment_when_without_role_twice_or_incomplete_then_refused(
    hotline: HotlinePort, cast: Cast, now: datetime
) -> None:
    with pytest.raises(Refused):
        enrol(hotline.hub, cast.adam, now)
    with pytest.raises(Conflict):
        enrol(hotline.hub, hotline.hana, now)
    recipient.end(hotline.recipient(hotline.hana), actor="user:olga_h", at=now)
    for missing in ({"unit": " "}, {"independence": ""}, {"passphrase": "short"}):
        with unchanged(), pytest.raises(InvalidInput):
            enrol(hotline.hub, hotline.hana, now, **missing)


def test_passphrase_when_changed_then_the_old_one_opens_nothing(hotline: HotlinePort, now: datetime) -> None:
    recipient.change_passphrase(hotline.recipient(hotline.hana), PASSPHRASE, "quite another passphrase")
    assert recipient.unlock(hotline.hub, hotline.hana.user, "quite another passphrase").identity
    with pytest.raises(InvalidInput):
        recipient.unlock(hotline.hub, hotline.hana.user, PASSPHRASE)


def test_report_when_two_keepers_give_their_parts_then_opens_for_the_named_recipient(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now, files=(PHOTO,), minted=cheap_code()))
    sissi, olga = hotline.recipient(hotline.sissi), hotline.keepers[2]
    with pytest.raises(Conflict):
        recovery.recover(report, sissi, PASSPHRASE, keeper="olga_h", at=now)
    recovery.offer(report, olga, PASSPHRASE, reason="Hana fell ill.", keeper="otto_h", at=now)
    recovery.recover(report, sissi, PASSPHRASE, keeper="olga_h", at=now)
    read = handling.read(report, hotline.unlocked(hotline.sissi), **hotline.sissi.acts(now))
    assert read.content == SAID
    assert record.kinds() == ["hotline.recovery.offered", "hotline.recovery.used", "hotline.report.read"]
    assert not report.recovery_offers.exists()
    with pytest.raises(Conflict):  # the original still takes a second person
        original.open_original(report.files.get(), hotline.unlocked(hotline.sissi), **hotline.sissi.acts(now))
    original.pass_on(report.files.get(), hotline.unlocked(hotline.hana), sissi, **hotline.hana.acts(now))
    content = original.open_original(
        report.files.get(), hotline.unlocked(hotline.sissi), **hotline.sissi.acts(now)
    )
    assert content.data == b"original bytes"


def test_part_when_offered_by_others_or_with_another_passphrase_then_refused(
    hotline: HotlinePort, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    otto, olga = hotline.keepers[0], hotline.keepers[2]
    with unchanged(), pytest.raises(NotFound):
        recovery.offer(report, olga, PASSPHRASE, reason="x", keeper="adam", at=now)
    with unchanged(), pytest.raises(Conflict):
        recovery.offer(report, otto, PASSPHRASE, reason="x", keeper="otto_h", at=now)
    with unchanged(), pytest.raises(InvalidInput):
        recovery.offer(report, olga, PASSPHRASE, reason=" ", keeper="otto_h", at=now)
    with unchanged(), pytest.raises(InvalidInput):
        recovery.offer(report, olga, "another passphrase", reason="x", keeper="otto_h", at=now)


def test_recovery_key_when_made_then_hub_opens_and_no_keeper_alone_holds_it(
    cast: Cast, now: datetime
) -> None:
    other = hub.set_up(_elsewhere(), ["en"], actor=cast.adam.reference, at=now)
    with pytest.raises(Conflict):
        hub.open_hub(other, actor=cast.adam.reference, at=now)
    people = [NewKeeper(name, name, PASSPHRASE) for name in ("one", "two", "three")]
    with unchanged(), pytest.raises(InvalidInput):
        recovery.set_up(other, [people[0], people[0], people[1]], actor=cast.adam.reference, at=now)
    other = recovery.set_up(other, people, actor=cast.adam.reference, at=now)
    assert hub.open_hub(other, actor=cast.adam.reference, at=now).is_open
    with unchanged(), pytest.raises(Conflict):
        recovery.set_up(other, people, actor=cast.adam.reference, at=now)
    assert len({bytes(each.part) for each in other.keepers.all()}) == 3


def test_report_when_everybody_is_named_then_recovery_alone_opens_it(
    hotline: HotlinePort, now: datetime
) -> None:
    units = tuple(f"unit of {name}" for name in ("hana_h", "otto_h", "sissi_h", "olga_h"))
    report = hotline.report(hotline.lodge(at=now, files=(PHOTO,), minted=cheap_code(), excluded_units=units))
    assert list(ReportKey.objects.filter(report=report).values_list("recipient", flat=True)) == [None]


def _elsewhere() -> Port:
    return Port.objects.create(locode="XXNEW", name="New Port", country="NL")
