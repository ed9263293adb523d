"""Each package imports only from those to its left, each floor only from those below."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.architecture.tree import Module, modules

pytestmark = pytest.mark.unit

# Order is the whole rule: a package may import from those before it. See docs/notes/layout.md.
ORDER = (
    "portsec.kernel",
    "portsec.interface",
    "ledger",
    "accounts",
    "screening",
    "access",
    "hotline",
    "portsec",
)

# The calls between siblings that the design names, all leftward.
CROSSINGS = {
    ("access", "screening.services"): {
        "screening.services.reassessment",
        # Visitors are people of the register, and are compared with the lists like everybody who comes in.
        "screening.services.person",
        "screening.services.rescreening",
        # A ship that has left ends its crew's permits.
        "screening.services.crew",
    },
}

DOORS = re.compile(
    r"\.(forms|views|api|tasks|receivers|middleware|backends|management|urls|doors|pages)(\.|$)"
)
USE = re.compile(r"\.(selectors|services|(\w+_)?permissions)(\.|$)")
ROWS = re.compile(r"\.models(\.|$)")


def package_of(name: str) -> str | None:
    """The package that an imported name belongs to; None for libraries."""
    for package in ("portsec.kernel", "portsec.interface"):
        if name == package or name.startswith(f"{package}."):
            return package
    first = name.partition(".")[0]
    return first if first in ORDER else None


def foreign_imports() -> Iterator[tuple[Module, str, int]]:
    for module in modules():
        for name, line in module.imports():
            target = package_of(name)
            if target is not None and target != module.package:
                yield module, name, line


def test_packages_when_importing_then_look_left_only() -> None:
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module, name, line in foreign_imports()
        if ORDER.index(package_of(name) or "") > ORDER.index(module.package)
    ]
    assert not wrong, "\n".join(wrong)


def test_interface_when_importing_then_only_the_kernel() -> None:
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module, name, line in foreign_imports()
        if module.package == "portsec.interface" and package_of(name) != "portsec.kernel"
    ]
    assert not wrong, "\n".join(wrong)


def test_services_of_screening_when_called_from_access_then_only_by_the_named_crossings() -> None:
    wrong = []
    for module, name, line in foreign_imports():
        if module.package != "access" or not name.startswith("screening.services"):
            continue
        if DOORS.search(f".{module.name}") or "port_directory" in module.name:
            continue  # the port directory writes every table through its owner's services
        allowed = CROSSINGS["access", "screening.services"]
        if not any(name == each or name.startswith(f"{each}.") for each in allowed):
            wrong.append(f"{module.path}:{line} imports {name}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("floor", "forbidden"),
    [
        (ROWS, re.compile(r"\.(services|selectors|(\w+_)?permissions)(\.|$)")),
        (ROWS, DOORS),
        (USE, DOORS),
    ],
    ids=["rows know no use", "rows know no doors", "use knows no doors"],
)
def test_floors_when_importing_then_look_down_only(
    floor: re.Pattern[str], forbidden: re.Pattern[str]
) -> None:
    allowed = {
        ("ledger.services.job", "ledger.tasks")
    }  # the nudge, imported inside the function that sends it
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in modules()
        if floor.search(f".{module.name}") and package_of(module.name) != "portsec"
        for name, line in module.imports()
        if package_of(name)
        and forbidden.search(f".{name}")
        and not any(module.name == source and name.startswith(target) for source, target in allowed)
    ]
    assert not wrong, "\n".join(wrong)


def test_doors_when_importing_then_not_those_of_another_app() -> None:
    """What two doors share has a room of its own: the interface, or the doors of accounts."""
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module, name, line in foreign_imports()
        if module.package in {"screening", "access", "hotline"}
        and DOORS.search(f".{name}")
        and package_of(name) not in {"accounts", "portsec.interface"}
    ]
    assert not wrong, "\n".join(wrong)


def test_reporters_door_when_importing_then_the_hotline_and_the_kernel_alone() -> None:
    """It runs without accounts, ledger and staff pages, so that nothing of theirs can see a reporter."""
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module, name, line in foreign_imports()
        if module.name.startswith("hotline.public") and package_of(name) != "portsec.kernel"
    ]
    assert not wrong, "\n".join(wrong)


def test_rows_and_commands_of_the_hotline_when_importing_then_know_neither_screening_nor_access() -> None:
    """Nothing acts on a report by itself: no command of the hotline reaches a person, a badge or a gate."""
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module, name, line in foreign_imports()
        if re.match(r"hotline\.(models|services|selectors|permissions)\b", module.name)
        and package_of(name) in {"screening", "access"}
    ]
    assert not wrong, "\n".join(wrong)


def test_services_when_importing_then_know_no_request() -> None:
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in modules()
        if USE.search(f".{module.name}")
        for name, line in module.imports()
        if name.startswith(("django.http", "rest_framework", "django.shortcuts"))
    ]
    assert not wrong, "\n".join(wrong)
