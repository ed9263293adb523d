"""Judgement is pure: no framework, no models, no settings, no wall clock."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.tree import Module, modules

pytestmark = pytest.mark.unit

PURE = (
    "portsec.kernel",
    "portsec.simulation",
    "ledger.canonical",
    "ledger.kinds",
    "ledger.enums",
    "ledger.merkle",
    "ledger.note",
    "ledger.checkpoint",
    "ledger.seal",
    "ledger.tlog_proof",
    "ledger.trust",
    "ledger.witness.protocol",
    "ledger.auditor_verify",
    "screening.deciding",
    "screening.history",
    "screening.batch",
    "screening.notices",
    "screening.papers",
    "screening.saying",
    "screening.suitability",
    "screening.drafting",
    "screening.letters",
    "screening.retention",
    "screening.belongings",
    "screening.crew",
    "screening.kinds",
    "screening.matching",
    "screening.watchlists",
    "screening.offences",
    "screening.asked_states",
    "screening.public_holidays",
    "screening.record_entry",
    "screening.request_clock",
    "screening.request_texts",
    "screening.person_name",
    "screening.standing",
    "screening.transitions",
    "screening.adjudication_words",
    "screening.enums",
    "access.accountability",
    "access.asking",
    "access.break_glass",
    "access.reviewing",
    "access.shrinking",
    "access.badging",
    "access.cards",
    "access.casework",
    "access.gate",
    "access.gate_facts",
    "access.look_up_facts",
    "access.zoning",
    "access.hindsight",
    "access.isps_preview",
    "access.credential",
    "access.authzen",
    "access.need_to_know",
    "access.event_months",
    "access.ocsf",
    "access.visiting",
    "access.detection",
    "access.fairness",
    "access.rule_editing",
    "access.tracing",
    "access.port_directory",
    "access.scanning",
    "access.certificate_table",
    "access.containers",
    "access.transitions",
    "access.enums",
    "accounts.roles",
    "hotline.campaigning",
    "hotline.clock",
    "hotline.flood",
    "hotline.guide",
    "hotline.receipt",
    "hotline.routing",
    "hotline.scrubbing",
    "hotline.sealing",
    "hotline.slots",
    "hotline.transitions",
    "hotline.enums",
)
IMPURE = ("django", "rest_framework", "celery", "redis", "psycopg", "environ", "guardian", "allauth")
CLOCK = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("date", "today"),
    ("datetime", "utcnow"),
    ("time", "time"),
}
CLOCK_READERS = {"portsec.kernel.clock"}


def pure_modules() -> list[Module]:
    return [
        module
        for module in modules()
        if any(module.name == each or module.name.startswith(f"{each}.") for each in PURE)
    ]


def test_pure_packages_when_listed_then_exist() -> None:
    names = {module.name for module in pure_modules()}
    missing = [each for each in PURE if not any(n == each or n.startswith(f"{each}.") for n in names)]
    assert not missing


def test_pure_modules_when_importing_then_no_framework() -> None:
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in pure_modules()
        for name, line in module.imports()
        if name.partition(".")[0] in IMPURE or ".models" in name or name.startswith("portsec.settings")
    ]
    assert not wrong, "\n".join(wrong)


def test_every_module_when_it_needs_the_time_then_takes_it_as_argument() -> None:
    wrong = [
        f"{module.path}:{node.lineno} reads the wall clock"
        for module in modules()
        if module.name not in CLOCK_READERS and module.package != "portsec"
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in CLOCK | {("timezone", "now")}
    ]
    assert not wrong, "\n".join(wrong)


def test_kernel_when_importing_then_only_the_standard_library() -> None:
    libraries = {
        name.partition(".")[0]
        for module in modules()
        if module.package == "portsec.kernel"
        for name, _ in module.imports()
    }
    ours = {"__future__", "portsec"}
    assert libraries <= ours | {"collections", "csv", "dataclasses", "datetime", "enum", "io", "typing"}
