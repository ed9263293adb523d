"""Policies of trust: which keys, which witnesses, how many."""

from __future__ import annotations

import pytest

from ledger import note, trust
from ledger.note import COSIGNATURE, SignerKey
from ledger.trust import Policy, PolicyWrong

pytestmark = pytest.mark.unit


def key(name: str, number: int, algorithm: int = COSIGNATURE) -> note.VerifierKey:
    return SignerKey(name, algorithm, bytes([number] * 32)).verifier


LOG = key("port.example/ledger", 1, note.ED25519)
NAMES = ("auditor", "sister", "vendor")
AUDITOR, SISTER, VENDOR = (key(f"{name}.example/w", number) for number, name in enumerate(NAMES, 2))
WHOLE = f"""
# ours
log {LOG.text}
witness auditor {AUDITOR.text} https://auditor.example
witness sister\t{SISTER.text}
witness vendor {VENDOR.text}
group outside any sister vendor
group both all auditor outside
quorum both
"""


def test_policy_when_read_then_says_who_and_is_written_again_the_same() -> None:
    policy = trust.parse(WHOLE)
    assert policy.logs == (LOG,)
    assert [(each.name, each.url) for each in policy.witnesses] == [
        ("auditor", "https://auditor.example"),
        ("sister", ""),
        ("vendor", ""),
    ]
    assert trust.parse(trust.written(policy)) == policy


@pytest.mark.parametrize(
    ("given", "enough"),
    [
        ((), False),
        ((AUDITOR,), False),
        ((SISTER, VENDOR), False),
        ((AUDITOR, SISTER), True),
        ((AUDITOR, VENDOR), True),
        ((AUDITOR, AUDITOR), False),
    ],
)
def test_quorum_when_witnesses_are_counted_then_by_groups(
    given: tuple[note.VerifierKey, ...], enough: bool
) -> None:
    assert trust.parse(WHOLE).is_met(given) is enough


def test_quorum_when_two_of_three_then_one_is_not_enough() -> None:
    two = trust.parse(
        WHOLE.replace("group outside any", "group outside 2").replace("quorum both", "quorum outside")
    )
    assert not two.is_met([SISTER])
    assert two.is_met([SISTER, VENDOR])


def test_quorum_when_none_is_asked_then_met_by_nobody() -> None:
    assert Policy(logs=(LOG,)).is_met(())
    assert trust.parse(f"log {LOG.text}\n").quorum == "none"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("quorum both", ""), "no quorum line"),
        (("quorum both", "quorum nobody"), "line 9: the quorum names 'nobody'"),
        (("quorum both", "quorum both\nquorum both"), "line 10: 'quorum both'"),
        (("all auditor outside", "all auditor auditor"), "in a group already"),
        (("any sister vendor", "3 sister vendor"), "a group of 2 cannot need 3"),
        (("any sister vendor", "0 sister vendor"), "a group of 2 cannot need 0"),
        (("any sister vendor", "some sister vendor"), "line 7"),
        (("any sister vendor", "any both"), "names 'both'"),
        (("group outside", "group none"), "'none' is taken"),
        (("witness vendor", "witness sister"), "'sister' is taken"),
        ((VENDOR.text, SISTER.text), "stands there twice"),
        ((VENDOR.text, LOG.text), "of the other kind"),
        ((VENDOR.text, "vendor"), "line 6"),
    ],
)
def test_policy_when_a_line_is_wrong_then_named(change: tuple[str, str], told: str) -> None:
    with pytest.raises(PolicyWrong, match=told):
        trust.parse(WHOLE.replace(*change))
