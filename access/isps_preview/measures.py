"""Two levels side by side, in words."""

from __future__ import annotations

from dataclasses import dataclass

from access.gate.isps import MEASURES, BiometricReach, IspsLevel, Measures, RosterRule

REACHES = {
    BiometricReach.WHERE_ASKED: "Where the area asks for it, and by lot",
    BiometricReach.RESTRICTED: "In every restricted area",
    BiometricReach.EVERYWHERE: "At every entry",
}
ROSTERS = {
    RosterRule.NOT_ASKED: "Not asked",
    RosterRule.NOTICED: "Let in, and noted",
    RosterRule.CONFIRMED: "Only when a supervisor has confirmed it",
    RosterRule.REQUIRED: "Refused",
}
LEVEL_WORDS = {
    IspsLevel.NORMAL: "Level 1, normal",
    IspsLevel.HEIGHTENED: "Level 2, heightened",
    IspsLevel.EXCEPTIONAL: "Level 3, exceptional",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison. `differs` draws the eye."""

    label: str
    icon: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


def compared(before: IspsLevel, after: IspsLevel) -> list[Row]:
    """The measures of two levels, line by line."""
    old, new = _told(MEASURES[before]), _told(MEASURES[after])
    return [Row(label, icon, old[label][1], new[label][1]) for label, (icon, _) in old.items()]


def _told(row: Measures) -> dict[str, tuple[str, str]]:
    """By label the icon and the words."""
    guards = "one guard" if row.fallback_guards == 1 else f"{row.fallback_guards} guards"
    minutes = int(row.list_age.total_seconds() // 60)
    late = "then closed" if row.fails_closed else "then noted"
    return {
        "Finger or face": ("fingerprint", REACHES[row.biometric]),
        "Without a comparison": ("eye", f"{guards} must vouch".capitalize()),
        "People with one escort": ("users", f"{row.escorted}; {row.escorted_restricted} in restricted areas"),
        "Outside the roster": ("calendar-x", f"{ROSTERS[row.roster]}, where areas ask for a roster"),
        "Visitors and permits": (
            "ticket",
            "Suspended; essential ones one to one" if row.permits_suspended else "Let in as usual",
        ),
        "List of revoked badges": ("refresh-cw", f"At most {minutes} min old, {late}"),
    }
