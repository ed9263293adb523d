"""Credentials: signed for a badge, shown again, found when they are presented, and renewed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from access.credential import base45
from access.credential.keys import KeySet
from access.credential.refusal import Fault
from access.credential.verify import verify_credential
from access.enums import BadgeEvent
from access.models import Badge, Credential, StatusList
from access.selectors.credential_key import verifying_keys
from access.services import badge, credential, key_directory, signing_key
from ledger.models import Job
from portsec.kernel.errors import Conflict, Unavailable
from tests.scenario import Scenario
from tests.threads import at_once
from tests.witness import Record, tables

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def keys_of(made: Scenario) -> KeySet:
    keys = verifying_keys(made.port)
    assert keys is not None
    return keys


def carried(made: Scenario) -> Credential:
    """What the card of the scenario's badge carries."""
    row = credential.newest(made.badge)
    assert row is not None
    return row


def test_credential_when_signed_then_it_says_what_is_on_file_and_ends_within_thirty_days(
    made: Scenario, now: datetime, record: Record
) -> None:
    signed = credential.sign_for(made.badge, at=now)
    claims = verify_credential(signed.token, keys_of(made)).claims
    row = signed.row
    assert (claims.pseudonym, claims.audience, claims.areas) == (
        row.pseudonym,
        "XXPEX",
        tuple(made.badge.areas),
    )
    assert (claims.status.uri, claims.status.index) == (row.status_list.uri, row.status_index)
    assert claims.expires == min(row.issued_at + timedelta(days=30), made.badge.valid_until)
    assert (made.badge.serial in repr(claims), made.erin.family_name in repr(claims)) == (False, False)
    assert base45.from_text(signed.qr_text) == signed.token
    entry = record.one("access.credential.signed")
    assert row.pseudonym not in str(entry.body), "the record leads from no reader's log to a person"


def test_credential_when_the_badge_ends_sooner_then_it_ends_with_it(made: Scenario, now: datetime) -> None:
    Badge.objects.filter(pk=made.badge.pk).update(valid_until=now + timedelta(days=3))
    made.badge.refresh_from_db()
    signed = credential.sign_for(made.badge, at=now)
    assert signed.row.expires_at == (now + timedelta(days=3)).replace(microsecond=0)


def test_credential_when_signed_anew_then_the_former_is_taken_back_and_the_list_follows(
    made: Scenario, now: datetime
) -> None:
    former = carried(made)
    Job.objects.all().delete()
    signed = credential.sign_for(made.badge, at=now)
    former.refresh_from_db()
    assert former.ended_at == now
    assert (signed.row.pseudonym, signed.row.status_index) != (former.pseudonym, former.status_index)
    assert Job.objects.filter(kind="access.publish_status_lists", subject="port:XXPEX").count() == 1


@pytest.mark.parametrize("event", [BadgeEvent.SUSPEND, BadgeEvent.REVOKE, BadgeEvent.REPORT_LOST])
def test_credential_when_the_badge_is_not_in_force_then_nothing_is_signed(
    made: Scenario, now: datetime, event: BadgeEvent
) -> None:
    badge.change_state(made.badge, event, reason="So.", **made.cast.carol.acts(now))
    with pytest.raises(Conflict):
        credential.sign_for(made.badge, at=now)


def test_credential_when_shown_again_then_the_same_bytes_also_after_a_rotation(
    made: Scenario, now: datetime
) -> None:
    signed = credential.sign_for(made.badge, at=now)
    signing_key.rotate(made.port, **made.cast.sven.acts(now))
    row = Credential.objects.get(pk=signed.row.pk)
    assert credential.again(row).token == signed.token


def test_credential_when_its_key_is_gone_then_it_cannot_be_shown_again(made: Scenario, now: datetime) -> None:
    row = carried(made)
    row.kid = b"\x00" * 8
    with pytest.raises(Unavailable):
        credential.again(row)


def test_signed_bytes_when_made_then_they_stand_nowhere_in_the_database(
    made: Scenario, now: datetime
) -> None:
    signed = credential.sign_for(made.badge, at=now)
    secret = key_directory.key_of(bytes(signed.row.kid)).private.private_bytes_raw()
    with connection.cursor() as cursor:
        for table in tables():
            name = connection.ops.quote_name(table)
            for text in (signed.qr_text, signed.token[-64:].hex(), secret.hex()):
                cursor.execute(
                    f"SELECT count(*) FROM {name} AS row WHERE strpos(row::text, %s) > 0",  # noqa: S608
                    [text],
                )
                assert cursor.fetchone() == (0,), table


def test_find_when_a_card_is_shown_then_its_row_also_after_its_end(made: Scenario, now: datetime) -> None:
    signed = credential.sign_for(made.badge, at=now)
    found = credential.find(signed.qr_text, keys_of(made))
    assert found == signed.row
    Credential.objects.filter(pk=signed.row.pk).update(
        issued_at=now - timedelta(days=50), not_before=now - timedelta(days=50), expires_at=now
    )
    assert credential.find(signed.qr_text, keys_of(made)) == signed.row, "the badge has its own end"


def test_find_when_signed_with_our_key_but_not_on_file_then_a_fault(made: Scenario, now: datetime) -> None:
    signed = credential.sign_for(made.badge, at=now)
    Credential.objects.filter(pk=signed.row.pk).update(pseudonym="another")
    assert credential.find(signed.qr_text, keys_of(made)) is Fault.SUBJECT_WRONG


def test_find_when_the_key_was_withdrawn_then_unknown(made: Scenario, now: datetime) -> None:
    signed = credential.sign_for(made.badge, at=now)
    key = signing_key.signing(made.port, at=now)
    signing_key.withdraw(key, reason="Leaked.", **made.cast.sven.acts(now))
    assert credential.find(signed.qr_text, keys_of(made)) is Fault.KEY_UNKNOWN


@pytest.mark.parametrize(
    "text", ["", "PB1:", "PB2:AAA", "B100017", "PB1:" + "é" * 9, "PB1:" + "0" * 700, "PB1:\x00"]
)
def test_find_when_given_any_text_then_malformed_and_no_error(made: Scenario, text: str) -> None:
    assert credential.find(text, keys_of(made)) is Fault.MALFORMED


def test_place_when_given_twice_then_the_database_refuses(made: Scenario, now: datetime) -> None:
    """After a restore of an older copy the counter would give places that are taken."""
    row = carried(made)
    StatusList.objects.filter(pk=row.status_list_id).update(next_counter=0)
    with pytest.raises(IntegrityError, match="credential_place_given_once"), transaction.atomic():
        credential.sign_for(made.badge, at=now)


def test_list_when_full_then_closed_and_the_next_one_opened(made: Scenario, now: datetime) -> None:
    row = carried(made)
    StatusList.objects.filter(pk=row.status_list_id).update(next_counter=2**20)
    signed = credential.sign_for(made.badge, at=now)
    row.status_list.refresh_from_db()
    assert row.status_list.closed_at == now
    assert signed.row.status_list != row.status_list
    opened = StatusList.objects.get(pk=signed.row.status_list_id)
    assert opened.jwt, "published at once"


def test_renewal_when_the_end_is_near_then_a_second_one_and_the_first_runs_out_by_itself(
    made: Scenario, now: datetime
) -> None:
    first = carried(made)
    assert credential.renew(first, **device_of(made, now)) is None, "too early"
    later = first.expires_at - timedelta(days=9)
    renewed = credential.renew(first, **device_of(made, later))
    assert renewed is not None
    first.refresh_from_db()
    assert first.ended_at is None
    assert renewed.row.expires_at == min(later + timedelta(days=30), made.badge.valid_until).replace(
        microsecond=0
    )
    again = credential.renew(first, **device_of(made, later))
    assert again is not None
    assert again.token == renewed.token, "the chip was not written: the same one again, no further place"


def device_of(made: Scenario, at: datetime) -> dict[str, object]:
    return {"scope": made.cast.reader.scope, "at": at}


@pytest.mark.django_db(transaction=True)
def test_credentials_when_signed_at_once_then_one_is_left_and_no_place_is_shared(
    made: Scenario, now: datetime
) -> None:
    outcomes = at_once([lambda: credential.sign_for(made.badge, at=now)] * 6)
    assert all(isinstance(outcome, credential.Signed) for outcome in outcomes), outcomes
    rows = Credential.objects.filter(badge=made.badge)
    assert rows.filter(ended_at=None).count() == 1
    places = list(rows.values_list("status_list_id", "status_index"))
    assert len(set(places)) == len(places)
