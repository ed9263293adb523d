"""M5 to M8, M14, M16 and M20: badges and log-ins in other hands, coercion, guards who look away, visitors."""

from __future__ import annotations

from portsec.simulation.chance import pick
from portsec.simulation.journal import DAY
from portsec.simulation.plots.scene import Pattern, Scene
from portsec.simulation.rota import HOUR, SHIFT

INSIDE = ("lasher", "straddle-driver", "crane-driver", "cleaner", "reefer-technician")


def badge_lent(scene: Scene) -> bool:
    """The badge is rented out: it comes in while its holder is away, or stands at two gates at once."""
    person, duty = scene.person, scene.duty
    stay = int((1 + 3 * scene.draw.random()) * HOUR)
    if duty is None:
        at = scene.at_night()
        scene.go(at, person.workplace, stay, auth="pin" if scene.happens(0.5) else "card")
        return True
    if not scene.happens(0.4 + 0.4 * scene.strength):
        return False
    other = scene.site.doors[scene.another_terminal()].code
    at = scene.within(duty)
    scene.read(at, other, "in", auth="pin" if scene.happens(0.5) else "card")
    scene.read(at + stay, other, "out")
    return True


def tailgating(scene: Scene) -> bool:
    """In behind somebody else, out by the reader; or the other way round: nobody shall see how long."""
    if scene.duty is not None:
        return False
    door = scene.site.doors[scene.person.terminal].code
    at = scene.off_duty()
    scene.read(at, door, pick(scene.draw, ("in", "out")))
    if scene.happens(scene.strength):
        scene.read(at + int(2 * HOUR * (0.4 + scene.draw.random())), door, "out")
    return True


def badge_cloned(scene: Scene) -> bool:
    """A copy of the badge is at another terminal within minutes; or a replaced print opens a gate again."""
    person, duty = scene.person, scene.duty
    if duty is None:
        return False
    if "old" not in scene.memory and scene.happens(0.5):
        old = f"{person.badge}X"
        scene.memory["old"] = old
        begun, replaced = (scene.journal.moment((scene.day.number - back) * DAY) for back in (900, 120))
        scene.journal.row("badges", old, person.ref, "", begun, "", "active")
        scene.journal.row("badges", old, person.ref, "", replaced, "", "superseded")
    other = scene.site.doors[scene.another_terminal()].code
    if "old" in scene.memory:
        at = scene.off_duty()
        scene.read(at, other, "in", badge=scene.memory["old"])
        scene.read(at + 2 * HOUR, other, "out", badge=scene.memory["old"])
        return True
    at = scene.within(duty)
    scene.read(at, scene.site.doors[person.workplace].code, "in")
    scene.read(at + int(60 + 150 * scene.draw.random()), other, "in")
    scene.read(at + HOUR, other, "out")
    return True


def log_in_shared(scene: Scene) -> bool:
    """Somebody else sits at a screen under this account, in an area where its owner is not."""
    person, duty = scene.person, scene.duty
    area = f"{scene.another_terminal()}-OFFICE"
    at = scene.within(duty) if duty is not None else scene.off_duty()
    boxes = scene.loads(at, scene.count(2, 8))
    for number, box in enumerate(boxes):
        field_class = "S3" if person.role.critical and scene.happens(0.4) else "S2"
        scene.look(at + 70 * number, box.number, field_class, area=area, ip="10.9.9.7")
    return bool(boxes)


def coerced(scene: Scene) -> bool:
    """Years of the same habits, then threats: other hours, other areas, data that were never needed."""
    person = scene.person
    at = scene.off_duty()
    box = scene.load(at)
    if box is None:
        return False
    duty = scene.duty
    if duty is not None:
        look_at = scene.within(duty)
        for step in range(scene.count(1, 4)):
            scene.look(look_at + 400 * step, box.number, "S2")
        scene.look(look_at + 50, box.call.ref, "S2", "list", "vessel_call", rows=len(box.call.boxes))
    if scene.happens(0.5):
        # An extra shift at the berth of that ship, taken over from a colleague.
        start = at // HOUR * HOUR
        begin, end = scene.journal.moment(start), scene.journal.moment(start + SHIFT // 2)
        scene.journal.row("roster", person.ref, begin, end, box.call.berth, "shift")
        scene.go(start - 600, box.call.berth, SHIFT // 2)
    else:
        scene.go(at, box.block, int((0.3 + scene.draw.random()) * HOUR))
    return True


def guard_looks_away(scene: Scene) -> bool:
    """Patrols and camera plans are read, then something happens where the guard is near."""
    duty = scene.duty
    if duty is None:
        return False
    at = scene.within(duty)
    box = scene.load(at)
    if box is None:
        return False
    kind = pick(scene.draw, ("camera_plan", "patrol_plan"))
    scene.look(at, box.terminal, "S3", "read", kind)
    for step in range(scene.count(1, 3)):
        scene.look(at + 120 + 90 * step, box.number, "S2")
    when = at + int((0.5 + 1.5 * scene.draw.random()) * HOUR)
    scene.step_aside(when, box.block, HOUR // 3)
    scene.discovered(when + HOUR // 2, "intruder", box, 0.7)
    return True


def visitors_brought_in(scene: Scene) -> bool:
    """A host brings in many people, the same ones again and again, and leaves before they do."""
    duty = scene.duty
    if duty is None:
        return False
    at = scene.within(duty) - HOUR
    door = scene.site.doors[scene.person.terminal].code
    blocks = scene.site.blocks(scene.person.terminal)
    first = int(scene.memory.setdefault("first", 90_000 + 40 * scene.draw.randrange(200)))  # type: ignore[call-overload]
    block = scene.site.doors[pick(scene.draw, blocks)].code
    for number in range(scene.count(2, 11)):
        visitor, begin = first + number % 12, at + 15 * number
        tail = f"K{visitor},V{visitor},granted,,card,,{scene.person.badge}"
        late = duty.end + int((1 + 3 * scene.draw.random()) * HOUR)
        for when, reader, way in ((begin, door, "in"), (begin + HOUR, block, "in"), (late, block, "out"),
                                  (late + 300, door, "out")):  # fmt: skip
            scene.journal.gate(when, f"{reader},{way},{tail}", scene.planted)
    return True


PATTERNS = (
    Pattern("M5", INSIDE, badge_lent),
    Pattern("M6", (*INSIDE, "planner"), tailgating),
    Pattern("M7", INSIDE, badge_cloned),
    Pattern("M8", ("planner", "gate-clerk", "supervisor", "customs-officer"), log_in_shared),
    Pattern("M14", ("straddle-driver", "crane-driver", "gate-clerk", "planner"), coerced),
    Pattern("M16", ("guard", "control-room"), guard_looks_away),
    Pattern("M20", ("supervisor", "planner"), visitors_brought_in),
)
