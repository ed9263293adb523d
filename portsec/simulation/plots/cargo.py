"""M1 to M4, M13 and M15: boxes are opened, fetched, switched and moved."""

from __future__ import annotations

from portsec.simulation.chance import pick
from portsec.simulation.plots.scene import Pattern, Scene
from portsec.simulation.rota import HOUR
from portsec.simulation.site import CUSTOMS, TOWER


def rip_off(scene: Scene) -> bool:
    """The load came in with the box and is taken out on the quay: where does it stand, was it scanned?"""
    duty = scene.duty
    if duty is None:
        return False
    at = scene.within(duty)
    box = scene.load(at)
    if box is None:
        return False
    for _ in range(scene.count(2, 6)):
        scene.look(at, box.number, "S2")
        at += int((0.1 + 0.7 * scene.draw.random()) * HOUR)
    if scene.happens(0.4 + 0.5 * scene.strength):
        scene.look(at, box.number, "S3")
    later = at + int((0.5 + 3 * scene.draw.random()) * HOUR)
    stay = int((0.15 + 0.5 * scene.draw.random()) * HOUR)
    if box.terminal == scene.person.terminal and later < duty.end:
        scene.step_aside(later, box.block, stay)
    else:
        scene.go(duty.end + int((1 + 2 * scene.draw.random()) * HOUR), box.block, stay)
    scene.discovered(later + 4 * HOUR, "seal_broken", box, 0.45)
    return True


def release_right_sold(scene: Scene) -> bool:
    """The release right of other people's boxes is read shortly before somebody else collects them."""
    duty = scene.duty
    if duty is None:
        return False
    at = scene.within(duty)
    own = scene.person.role.name == "customer-service" and scene.happens(0.5)
    boxes = scene.loads(at, scene.count(1, 4), own=own)
    for box in boxes:
        scene.look(at, box.number, "S3")
        at += int(60 + 600 * scene.draw.random())
        if scene.person.role.name in ("customer-service", "forwarder") and scene.happens(0.35):
            scene.look(at, box.number, "S3", "nominate")
            to = pick(scene.draw, scene.companies.by_kind["haulier"])
            scene.journal.row(
                "release_chain", box.number, box.parties[-1], to, scene.journal.moment(at), scene.person.ref
            )
        scene.discovered(at + int((1 + 5 * scene.draw.random()) * HOUR), "pickup_outside_chain", box, 0.5)
    return bool(boxes)


def switch(scene: Scene) -> bool:
    """The load goes into a box that customs has cleared: a European one nearby is sought, both are moved."""
    duty = scene.duty
    if duty is None:
        return False
    at = scene.within(duty)
    box = scene.load(at)
    cleared = [each for each in scene.day.present.get(scene.person.terminal, ()) if each.risk == 1]
    if box is None or not cleared:
        return False
    other = pick(scene.draw, cleared)
    scene.look(at, "cleared", "S2", "search", "customs", rows=scene.count(40, 300))
    for step in range(scene.count(1, 3)):
        scene.look(at + 300 + 200 * step, other.number, "S2")
    moved = at + int((0.3 + scene.draw.random()) * HOUR)
    back = moved + int((2 + 6 * scene.draw.random()) * HOUR)
    for each in (box, other):
        scene.look(moved, each.number, "S2", "write")
        scene.look(back, each.number, "S2", "write")
    scene.discovered(back, "unordered_move", box, 0.4)
    return True


def extraction(scene: Scene) -> bool:
    """Extractors are to be let in: somebody without a job in the block looks it up and walks the zones."""
    duty = scene.duty
    if duty is None or not scene.person.badge:
        return False
    at = scene.within(duty)
    box = scene.load(at)
    if box is None:
        return False
    scene.look(at, box.block, "S2", "list", "block", rows=scene.count(20, 120))
    scene.look(at + 90, box.number, "S2")
    when = scene.off_duty()
    doors = (CUSTOMS, TOWER, *scene.site.blocks(scene.another_terminal()))
    for step in range(scene.count(1, 4)):
        refused = {"result": "refused", "reason": "area_not_granted"}
        scene.read(when + 240 * step, scene.site.doors[pick(scene.draw, doors)].code, "in", **refused)
    scene.go(when + HOUR, box.block, int((0.3 + scene.draw.random()) * HOUR))
    scene.discovered(when + 2 * HOUR, "intruder", box, 0.5)
    return True


def front_company(scene: Scene) -> bool:
    """A company with hardly any history claims bills of lading and gets jobs from high-risk origins only."""
    duty = scene.duty
    if duty is None:
        return False
    at = scene.within(duty)
    boxes = scene.loads(at, scene.count(1, 3), own=False)
    for box in boxes:
        scene.look(at, box.bill, "S3", "read", "bill_of_lading")
        scene.look(at + 40, box.number, "S3")
        hop = at + int((0.2 + 2 * scene.draw.random()) * HOUR)
        scene.journal.row(
            "release_chain", box.number, box.parties[-1], scene.person.organisation,
            scene.journal.moment(hop), scene.person.ref,
        )  # fmt: skip
        scene.look(hop, box.number, "S3", "nominate")
        at += HOUR // 3
    return bool(boxes)


def false_position(scene: Scene) -> bool:
    """Positions are changed that nobody ordered, beside cleared boxes, and changed back."""
    duty = scene.duty
    if duty is None:
        return False
    at = scene.within(duty)
    boxes = [box for box in scene.loads(at, scene.count(1, 4)) if box.call.berth != scene.person.berth]
    for box in boxes:
        scene.look(at, box.number, "S2")
        scene.look(at + 120, box.number, "S2", "write")
        if scene.happens(0.7):
            scene.look(at + int((1 + 5 * scene.draw.random()) * HOUR), box.number, "S2", "write")
        at += HOUR // 4
    return bool(boxes)


PATTERNS = (
    Pattern("M1", ("straddle-driver", "crane-driver", "lasher", "reefer-technician"), rip_off),
    Pattern("M2", ("customer-service", "forwarder", "haulier-planner", "gate-clerk"), release_right_sold),
    Pattern("M3", ("planner", "straddle-driver"), switch),
    Pattern("M4", ("guard", "lasher", "straddle-driver"), extraction),
    Pattern("M13", ("haulier-planner",), front_company),
    Pattern("M15", ("planner", "supervisor"), false_position),
)
