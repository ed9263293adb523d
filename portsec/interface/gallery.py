"""Made-up figures for the gallery page, which shows every component once. Nothing here is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from portsec.interface.charts import Series
from portsec.interface.components.tables import Column
from portsec.interface.listing import Tab
from portsec.kernel import clock
from portsec.kernel.verdict import allow, deny
from portsec.kernel.words import Word


class GalleryState(Word):
    RECEIVED = "received", "Received", "info"
    CHECKING = "checking", "Checks running", "info"
    IN_REVIEW = "in_review", "In review", "wait"
    PROPOSED = "proposed", "Second approval", "wait"
    GRANTED = "granted", "Cleared", "good"
    REFUSED = "refused", "Refused", "bad"
    WITHDRAWN = "withdrawn", "Withdrawn", "mute"


class GalleryFilter(forms.Form):
    q = forms.CharField(label="Name, company or reference", required=False)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any state"), *GalleryState.choices()]
    )
    area = forms.ChoiceField(label="Area", required=False, choices=[("", "Any area"), ("quay", "Quay 1742")])
    since = forms.DateField(
        label="Since", required=False, widget=forms.DateInput(attrs={"type": "date"}), initial=None
    )
    overdue = forms.BooleanField(label="Overdue only", required=False)


class GalleryForm(forms.Form):
    outcome = forms.ChoiceField(
        label="What do you propose?",
        choices=[("grant", "Grant the clearance"), ("refuse", "Refuse the clearance")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The person can read it on request.",
    )
    valid_until = forms.DateField(label="Valid until", widget=forms.DateInput(attrs={"type": "date"}))
    document = forms.FileField(label="Document", required=False)
    confirmed = forms.BooleanField(label="I have read every finding")


PEOPLE = (
    (
        "Bartolomé Berrocal Trujillo",
        "SA-2026-00310",
        "Staelens, Roels en Wuyts VOF",
        "in_review",
        29,
        "bad",
    ),
    ("Ximena Díez Llorens", "SA-2026-00758", "Consultoría ZYZ S.A.", "proposed", 61, ""),
    ("محمد علي", "SA-2026-00903", "Kroker KGaA", "checking", 84, ""),
    ("Kevin Williams", "SA-2026-01190", "Pauwels-Claes CommV", "granted", 16, ""),
)


def sample() -> dict[str, Any]:
    """The gallery's context."""
    now = clock.now()
    days = [f"{(now - timedelta(days=13 - i)).day} {now - timedelta(days=13 - i):%b}" for i in range(14)]
    granted = [2263, 2698, 2710, 2716, 2690, 2702, 2711, 2705, 2694, 2688, 2699, 2701, 2709, 342]
    refused = [71, 80, 77, 69, 84, 92, 101, 77, 86, 95, 83, 79, 81, 12]
    return {
        "now": now,
        "states": list(GalleryState),
        "steps": list(GalleryState)[:5],
        "days": days,
        "series": [Series("granted", "accent", granted), Series("refused", "bad", refused)],
        "reasons": [
            ("Not cleared for the area", 439),
            ("Badge suspended", 383),
            ("Anti-passback", 199),
            ("Expired", 179),
        ],
        "trend": [31, 33, 32, 36, 35, 34, 38, 36, 33, 30, 31, 28, 27, 24],
        "rising": [4, 4, 5, 4, 6, 7, 6, 8, 9, 9, 12, 11, 13, 14],
        "tabs": [
            Tab("Open", "?", "677"),
            Tab("Second approval", "?", "110", True),
            Tab("Overdue", "?", "35"),
        ],
        "trail": [("Work queue", "#"), ("SA-2026-00310", "")],
        "columns": (
            Column("application", "Application"),
            Column("area", "Area asked for"),
            Column("state", "State"),
            Column("risk", "Risk"),
            Column("due", "Due"),
        ),
        "people": [
            {
                "name": n,
                "reference": r,
                "company": c,
                "state": s,
                "risk": k,
                "tone": t,
                "due": now - timedelta(days=9 - i * 5),
            }
            for i, (n, r, c, s, k, t) in enumerate(PEOPLE)
        ],
        "form": GalleryForm({"reason": "", "outcome": "", "valid_until": ""}),
        "filter": GalleryFilter({"state": "proposed"}),
        "yes": allow(),
        "no": deny("badge_suspended", "The badge was suspended on 3 November by the badge desk."),
        "earlier": [now - timedelta(hours=2), now - timedelta(days=2), now - timedelta(days=33)],
        "since": (now - timedelta(days=400)).date(),
        "today": now.date(),
        "until": (now + timedelta(days=240)).date(),
    }
