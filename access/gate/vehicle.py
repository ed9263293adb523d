"""Whether the vehicle is the one that was announced, and its driver drives for the nominated carrier."""

from __future__ import annotations

from access.gate.company import Booking
from access.gate.facts import GateFacts


def vehicle_not_allowed(facts: GateFacts) -> bool:
    """Vehicles may not enter this area.

    ISPS Code B/16.21-16.22: a restricted area's measures control the movement of vehicles, too.
    """
    return not facts.is_exit and facts.transport is not None and not facts.needs.vehicles_allowed


def vehicle_not_booked(facts: GateFacts) -> bool:
    """There is no appointment for this vehicle.

    House rule for areas that ask for one: pick-up and delivery are announced beforehand.
    """
    return facts.needs.vehicle_booking and facts.transport is not None and facts.transport.booking is None


def vehicle_plate_differs(facts: GateFacts) -> bool:
    """The number plate is not the one of the appointment.

    Rule P12: another vehicle than the announced one is how containers leave with the wrong haulier.
    """
    booking = booking_of(facts)
    if booking is None or booking.plate is None or facts.transport is None:
        return False
    return _plain(facts.transport.plate) != _plain(booking.plate)


def vehicle_too_early(facts: GateFacts) -> bool:
    """The appointment of this vehicle has not begun yet.

    House rule: the time of the appointment is part of it.
    """
    booking = booking_of(facts)
    if facts.is_exit or booking is None or booking.opens is None:
        return False
    return facts.instant < booking.opens


def vehicle_too_late(facts: GateFacts) -> bool:
    """The appointment of this vehicle is over.

    House rule, as for `vehicle_too_early`.
    """
    booking = booking_of(facts)
    if facts.is_exit or booking is None or booking.closes is None:
        return False
    return facts.instant >= booking.closes


def driver_organisation_unknown(facts: GateFacts) -> bool:
    """It is not known whom the driver drives for.

    As for `carrier_not_nominated`.
    """
    return _nominated(facts) is not None and _organisation(facts) is None


def carrier_not_nominated(facts: GateFacts) -> bool:
    """The driver's organisation is not the nominated carrier.

    Rotterdam's gates compare both since 1 March 2024 (Secure Chain). A sub-contractor must be named in the
    nomination.
    """
    nominated, organisation = _nominated(facts), _organisation(facts)
    return nominated is not None and organisation is not None and organisation not in nominated


def passenger_not_registered(facts: GateFacts) -> bool:
    """More people are in the vehicle than have presented a badge.

    CargoCard, Rotterdam, since September 2025: everybody in a vehicle registers.
    """
    transport = facts.transport
    if facts.is_exit or transport is None or transport.occupants is None:
        return False
    return transport.occupants > transport.registered


def booking_of(facts: GateFacts) -> Booking | None:
    """The appointment of the vehicle in the lane."""
    return facts.transport.booking if facts.transport else None


def _nominated(facts: GateFacts) -> frozenset[str] | None:
    booking = booking_of(facts)
    return booking.carriers if booking else None


def _organisation(facts: GateFacts) -> str | None:
    return (facts.transport.driver_organisation or None) if facts.transport else None


def _plain(plate: str) -> str:
    """A plate without hyphens, blanks and case: cameras and people write them differently."""
    return "".join(letter for letter in plate.upper() if letter.isalnum())
