"""M9 to M12 and M17 to M19: controls steered, screens copied, accounts stolen, rights and traces handled."""

from __future__ import annotations

from access.containers import check_digit
from portsec.simulation.chance import pick
from portsec.simulation.plots.scene import Pattern, Scene
from portsec.simulation.rota import HOUR

DESK = ("planner", "gate-clerk", "customer-service", "forwarder", "supervisor")


def control_steered(scene: Scene) -> bool:
    """A box is released while its ship is still at sea, or its control overridden without a task."""
    duty = scene.duty
    if duty is None:
        return False
    at = scene.within(duty)
    customer = scene.memory.setdefault("customer", pick(scene.draw, scene.companies.by_kind["forwarder"]))
    fitting = [box for box in scene.day.alive if box.risk >= 2 and box.gate_out > at]
    at_sea = [box for box in fitting if box.call.ata > at]
    friends = [box for box in fitting if box.forwarder == customer]
    for _ in range(scene.count(1, 4)):
        if at_sea and scene.happens(0.4):
            scene.look(at, pick(scene.draw, at_sea).number, "S3", "release")
        elif friends:
            box = pick(scene.draw, friends)
            scene.look(at, box.number, "S3")
            scene.look(at + 60, box.number, "S3", pick(scene.draw, ("override", "write")))
        at += HOUR // 5
    return bool(at_sea or friends)


def screen_copied(scene: Scene) -> bool:
    """A screen is opened again and again for photographs, or printed; it was never needed before."""
    duty = scene.duty
    if duty is None:
        return False
    at = scene.within(duty)
    boxes = scene.loads(at, scene.count(1, 3))
    for box in boxes:
        for step in range(scene.count(2, 5)):
            scene.look(at + int(900 * step * (0.5 + scene.draw.random())), box.number, "S3")
        if scene.happens(0.4):
            scene.look(at + 30, box.number, "S3", "print")
    return bool(boxes)


def vessel_lists_leaked(scene: Scene) -> bool:
    """Bay plans of ships outside one's own berth are listed, and boxes that are still days away."""
    duty = scene.duty
    if duty is None:
        return False
    at = scene.within(duty)
    calls = sorted(
        {box.call.ref: box.call for box in scene.day.alive if box.call.berth != scene.person.berth}.items()
    )
    if not calls:
        return False
    for step in range(scene.count(2, 6)):
        ref, call = pick(scene.draw, calls)
        scene.look(at + 200 * step, ref, "S2", pick(scene.draw, ("list", "print")), "vessel_call",
                   rows=len(call.boxes))  # fmt: skip
        risky = [box for box in call.boxes if box.risk == 3]
        for box in risky[: scene.count(0, 4)]:
            scene.look(at + 200 * step + 60, box.number, "S2")
    return True


def account_stolen(scene: Scene) -> bool:
    """Malware uses the account at night: boxes of everybody in bulk, numbers tried one after the other."""
    at = scene.at_night()
    elsewhere = {"area": "", "ip": "203.0.113.44"}
    for _ in range(scene.count(15, 120)):
        box = pick(scene.draw, scene.day.alive)
        scene.look(at, box.number, pick(scene.draw, ("S2", "S2", "S3")), **elsewhere)
        at += 3 + int(15 * scene.draw.random())
    prefix = pick(scene.draw, sorted(scene.companies.owner_codes.values()))
    serial = scene.draw.randrange(100_000, 990_000)
    for number in range(scene.count(3, 15)):
        ten = f"{prefix}{serial + number * 2:06d}"
        scene.look(at + 9 * number, f"{ten}{check_digit(ten)}", "S2", result="not_found", **elsewhere)
    return True


def rights_traded(scene: Scene) -> bool:
    """A right is given to oneself, or by a friend, just before it is used, and taken away after."""
    duty = scene.duty
    if duty is None:
        return False
    at = scene.within(duty)
    boxes = scene.loads(at, scene.count(1, 4), own=False)
    friends = [
        duty.person
        for duty in scene.day.by_group.get(scene.person.peer_group, ())
        if duty.person is not scene.person
    ]
    by = scene.person.account if not friends or scene.happens(0.5) else pick(scene.draw, friends).account
    for box in boxes:
        begin, end = scene.journal.moment(at), scene.journal.moment(at + int(1.5 * HOUR))
        scene.journal.row("grants", scene.person.account, "container", box.number, "S3", "", begin, end, by)
        scene.look(at, box.number, "S3", "write", "grant")
        scene.look(at + int(HOUR * scene.draw.random()), box.number, "S3")
        at += HOUR // 6
    return bool(boxes)


def watchers_watched(scene: Scene) -> bool:
    """Somebody looks whether they are being looked at: their own file, alerts, watch lists."""
    duty = scene.duty
    if duty is None:
        return False
    at = scene.within(duty)
    own = scene.person.ref
    colleague = pick(scene.draw, scene.people).ref
    targets = (
        ("person_case", own),
        ("vetting_file", own),
        ("vetting_file", colleague),
        ("watch_list", "CARGO"),
    )
    for step in range(scene.count(1, 4)):
        kind, name = pick(scene.draw, targets)
        scene.look(at + 200 * step, name, "S3", "read", kind)
    return True


def traces_removed(scene: Scene) -> bool:
    """The administrator stops a log for some hours; before and after stand look-ups of the same boxes."""
    duty = scene.duty
    if duty is None:
        return False
    at = duty.start + HOUR
    boxes = scene.loads(at, scene.count(1, 4))
    for step, box in enumerate(boxes):
        scene.look(at + 120 * step, box.number, "S3")
    stopped = at + HOUR // 2
    scene.look(stopped, "TOS", "S3", "write", "audit_log")
    # As a rule the last that a log holds is that it was stopped.
    scene.journal.silence(stopped + 1, stopped + int((2 + 2 * scene.strength) * HOUR), ",TOS,")
    return bool(boxes)


PATTERNS = (
    Pattern("M9", ("customs-officer", "scan-operator"), control_steered),
    Pattern("M10", ("planner", "gate-clerk", "customs-officer", "crane-driver"), screen_copied),
    Pattern("M11", ("planner", "agent", "supervisor"), vessel_lists_leaked),
    Pattern("M12", DESK, account_stolen),
    Pattern("M17", ("it-administrator", "supervisor", "customer-service"), rights_traded),
    Pattern("M18", (*DESK, "guard", "customs-officer"), watchers_watched),
    Pattern("M19", ("it-administrator",), traces_removed),
)
