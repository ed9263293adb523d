"""The lane and the ordinary path: the same answers and the same rows, whatever is asked."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from access.enums import Biometric, Direction
from access.gate.answer import answer, with_receipt
from access.models import Badge, CredentialKey, EventToScan, GateEvent, Presence, SilentAlarm
from access.services import credential, gate_event
from access.services.credential import credential_hash
from access.services.gate_attempt import Attempt
from ledger.models import Entry
from portsec.kernel import clock
from portsec.lane.application import conninfo
from portsec.lane.batch import Lane
from portsec.lane.body import Said
from tests.portsec.lane.world import READERS, World, make
from tests.scenario import Scenario

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

ATTEMPTS = 10_000
SEED = 20261122
ROWS_EVERY = 5  # rounds; in each of these the rows are compared, too
ITS_OWN = {"id", "number", "at", "received_at", "receipt"}
"""Columns that differ from one attempt to the next, whoever writes them."""


def ask(world: World, said: Sequence[Said], at: datetime) -> list[dict[str, Any] | None]:
    """The lane's answers to attempts that come at once; None where it leaves one to the ordinary path."""

    async def run() -> list[dict[str, Any] | None]:
        lane = Lane(conninfo(), now=lambda: at)
        lane.open()
        try:
            asked = [lane.ask(world.tokens[one.reader], one) for one in said]
            return await asyncio.wait_for(asyncio.gather(*asked), timeout=60)
        finally:
            await lane.close()

    return asyncio.run(run())


def ordinary(world: World, one: Said, at: datetime) -> dict[str, Any]:
    given = gate_event.record_attempt(
        world.readers[one.reader],
        one.attempt,
        actor=world.actors[one.reader].reference,
        scope=world.actors[one.reader].scope,
        at=at,
    )
    told = answer(given.reasons, given.event.duties, allowed=given.event.result == "granted")
    return with_receipt(told, given.person.full_name if given.person else "", given.event.receipt)


def left(nonce: str) -> dict[str, Any]:
    """What is on file of an attempt: its event, who is inside by it, its entry, its silent alarm."""
    event = GateEvent.objects.get(code=nonce)
    entry = Entry.objects.get(id=event.receipt.partition(".")[0])
    assert entry.body["event"] == str(event.id)
    assert event.receipt == entry.receipt
    assert entry.content_hash == entry.computed_content_hash()
    told = {name: value for name, value in vars(event).items() if name not in ITS_OWN | {"_state"}}
    return {
        **told,
        "presented": bytes(event.presented or b""),
        "presence": sorted(
            Presence.objects.filter(event_number=event.number).values_list(
                "area_id", "direction", "escort_id"
            )
        ),
        "scanned": EventToScan.objects.filter(event_number=event.number).count(),
        "alarms": SilentAlarm.objects.filter(event_number=event.number).count(),
        "entry": {name: value for name, value in entry.body.items() if name != "event"},
        "sealed": (entry.kind, entry.actor, entry.subject, entry.port, entry.kind_version, entry.schema),
    }


def attempts(world: World, chance: random.Random, number: int) -> list[Said]:
    """One attempt at each of some readers, of different people: none of them touches another's facts."""
    readers = chance.sample(sorted(world.readers), READERS // 2)
    cards = chance.sample(world.cards, len(readers))
    return [
        Said(
            reader,
            Attempt(
                credential=card,
                direction=chance.choice([Direction.IN, Direction.IN, Direction.OUT]),
                nonce=f"{number}-{reader}",
                auth_mode=chance.choice(["", "pin", "pin+duress"]),
                vehicle=chance.choice(["", "", "", f"1-LNE-{reader}"]),
                biometric=chance.choice(list(Biometric)),
            ),
        )
        for reader, card in zip(readers, cards, strict=True)
    ]


def test_lane_when_asked_at_random_then_answers_and_writes_as_the_ordinary_path(
    made: Scenario, now: datetime
) -> None:
    chance = random.Random(SEED)
    world = make(made.port, chance, now)
    compared, number, reasons = 0, 0, set()
    while compared < ATTEMPTS:
        number += 1
        looks = number % ROWS_EVERY == 0
        said, at, expected = attempts(world, chance, number), clock.now(), []
        for one in said:
            with transaction.atomic():
                expected.append((ordinary(world, one, at), left(one.attempt.nonce) if looks else None))
                transaction.set_rollback(True)
        for one, answered, (told, kept) in zip(said, ask(world, said, at), expected, strict=True):
            if answered is None:  # the second of a pair
                ordinary(world, one, at)
                continue
            assert {**answered, "receipt": ""} == {**told, "receipt": ""}, one
            assert kept is None or left(one.attempt.nonce) == kept, one
            compared += 1
            reasons |= {reason["code"] for reason in told["reasons"]}
    assert compared > 0.9 * number * READERS / 2  # only pairs are left out
    assert len(reasons) > 15, reasons  # or the comparison would say little


def test_lane_when_a_nonce_comes_again_then_left_to_the_ordinary_path(made: Scenario, now: datetime) -> None:
    world = make(made.port, random.Random(SEED), now)
    one = attempts(world, random.Random(1), 1)[0]
    first, second = ask(world, [one, one], now)
    assert [first is None, second is None].count(True) == 1
    assert GateEvent.objects.filter(code=one.attempt.nonce).count() == 1
    answered = first or second
    assert answered is not None
    assert ordinary(world, one, now)["receipt"] == answered["receipt"]


def test_lane_when_the_token_is_not_the_readers_then_left_to_the_ordinary_path(
    made: Scenario, now: datetime
) -> None:
    world = make(made.port, random.Random(SEED), now)
    one = attempts(world, random.Random(1), 1)[0]
    mixed = World(world.readers, world.actors, dict.fromkeys(world.tokens, "0" * 128), world.cards)
    assert ask(mixed, [one], now) == [None]
    assert not GateEvent.objects.filter(code=one.attempt.nonce).exists()


def test_lane_when_one_person_comes_many_times_at_once_then_in_once(made: Scenario, now: datetime) -> None:
    """Attempts that touch the same person are judged one after the other, also within a millisecond."""
    world = make(made.port, random.Random(SEED), now)
    reader, card = _open_to(world, now)
    reader.area_to.passback_mode = "hard"
    reader.area_to.save(update_fields=["passback_mode"])
    said = [
        Said(reader.code, Attempt(card, Direction.IN, f"again-{number}", biometric=Biometric.MATCH))
        for number in range(12)
    ]
    answers = ask(world, said, now)
    assert [one["decision"] for one in answers if one].count("grant") == 1
    assert GateEvent.objects.filter(code__startswith="again-").count() == 12


def _open_to(world: World, at: datetime) -> tuple[Any, str]:
    """A reader and a card that it opens to, found by asking without a trace."""
    for code, reader in sorted(world.readers.items()):
        if reader.area_to.two_person_seconds:
            continue
        for card in world.cards:
            one = Said(code, Attempt(card, Direction.IN, "looking", biometric=Biometric.MATCH))
            with transaction.atomic():
                decision = ordinary(world, one, at)["decision"]
                transaction.set_rollback(True)
            if decision == "grant":
                return reader, card
    raise AssertionError("no card opens any reader")


def test_signed_card_when_shown_then_found_by_what_was_signed(made: Scenario, now: datetime) -> None:
    """Without its signature being verified again: who holds the text holds what we signed."""
    world = make(made.port, random.Random(SEED), now)
    reader, card = _open_to(world, now)
    badge = Badge.objects.get(credential_hash=credential_hash(card))
    first = credential.sign_for(badge, at=now)
    later = now + timedelta(minutes=1)

    def shown(text: str, nonce: str) -> dict[str, Any] | None:
        attempt = Attempt(text, Direction.IN, nonce, biometric=Biometric.MATCH)
        return ask(world, [Said(reader.code, attempt)], later)[0]

    answered = shown(first.qr_text, "signed")
    assert answered is not None
    assert answered["decision"] == "grant"
    assert GateEvent.objects.get(code="signed").badge == badge
    second = credential.sign_for(badge, at=now + timedelta(seconds=1))
    assert shown(first.qr_text, "replaced") is None  # what is wrong with a card, the ordinary path says
    assert shown(second.qr_text, "newer") is not None
    CredentialKey.objects.update(withdrawn_at=now)
    assert shown(second.qr_text, "withdrawn") is None
