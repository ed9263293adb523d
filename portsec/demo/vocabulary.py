"""Names, companies, areas and routes of the made-up port. Nobody and nothing here is real."""

from __future__ import annotations

PostEntry = tuple[str, str, str, str, str, int, str]
PORT_CODE = "XXPEX"
PORT_NAME = "Port of Example"

GIVEN_NAMES = (
    "Anke", "Marek", "Julie", "Pieter", "Sabine", "Tomasz", "Inès", "Lars", "Katrien", "Roland",
    "Borys", "Emilia", "Cosme", "Denise", "Olivier", "Yusuf", "Amara", "Nils", "Chiara", "Goran",
    "Leyla", "Mateo", "Fatima", "Joost", "Karolina", "Bram", "Elif", "Hugo", "Noor", "Stefan",
    "Wiktor", "Zoë", "Andrei", "Mónica", "Dirk", "Svea", "Hamza", "Petra", "Luc", "Tereza",
)  # fmt: skip
FAMILY_NAMES = (
    "Vermeer", "Roth", "Dupont", "De Smedt", "Hansen", "Nowak", "García Lorca", "Lindqvist", "Peeters",
    "Chauvin", "Heinrich", "Sastre Morell", "Baeyens", "Yılmaz", "Okafor", "Bianchi", "Horvat", "Demir",
    "Álvarez Ruiz", "El Amrani", "van den Berg", "Wójcik", "Claes", "Öztürk", "Moreau", "Jansen",
    "Popescu", "Marques", "Schäfer", "Bergström", "Haddad", "Dvořák", "Lefèvre", "Kowalczyk", "Maes",
    "Fischer", "Rossi", "Petrović", "Santos", "Wouters",
)  # fmt: skip
NATIONALITIES = ("BE", "NL", "DE", "FR", "ES", "IT", "PL", "SE", "TR", "RO", "PT", "HR")

# code, name, kind
ORGANISATIONS = (
    ("POE", "Port of Example Authority", "port_authority"),
    ("QUAYSIDE", "Quayside Terminals", "terminal"),
    ("NORTHSEA", "North Sea Reefer Terminal", "terminal"),
    ("BLUELINE", "Blue Line Shipping", "carrier"),
    ("ESTUARY", "Estuary Forwarding", "forwarder"),
    ("DELTAHAUL", "Delta Haulage", "haulier"),
    ("POLDER", "Polder Transport", "haulier"),
    ("WATCHKEEP", "Watchkeep Security", "contractor"),
    ("CRANECARE", "Crane Care Services", "contractor"),
    ("OMBUDS", "City Ombuds Office", "authority"),
)
# code, name, parent, level of clearance needed
AREAS = (
    ("PORT", "Port estate", "", 1),
    ("TERMINAL-A", "Terminal A", "PORT", 1),
    ("TERMINAL-B", "Terminal B", "PORT", 1),
    ("YARD-A", "Container yard A", "TERMINAL-A", 1),
    ("REEFER-B", "Reefer stacks B", "TERMINAL-B", 2),
    ("CONTROL", "Gate control room", "PORT", 2),
    ("CUSTOMS", "Customs inspection hall", "PORT", 2),
    ("QUAY-A", "Quay A", "TERMINAL-A", 1),
    ("HAZMAT-A", "Dangerous goods store", "TERMINAL-A", 1),
    ("OFFICE", "Port office", "PORT", 1),
)
# code, from, to, terminal
READERS = (
    ("GA1", "OUT", "TERMINAL-A", "Terminal A"),
    ("GA2", "OUT", "TERMINAL-A", "Terminal A"),
    ("GA5", "TERMINAL-A", "YARD-A", "Terminal A"),
    ("GB1", "OUT", "TERMINAL-B", "Terminal B"),
    ("GB4", "TERMINAL-B", "REEFER-B", "Terminal B"),
    ("GC1", "OUT", "CONTROL", "Control building"),
    ("GD1", "OUT", "CUSTOMS", "Customs"),
    ("GQ1", "TERMINAL-A", "QUAY-A", "Terminal A"),
    ("GH1", "TERMINAL-A", "HAZMAT-A", "Terminal A"),
    ("GO1", "OUT", "OFFICE", "Port office"),
)
# code, name, kind, readers
GATES = (
    ("GATE-A", "Main gate A", "vehicle", "GA1 GA2"),
    ("GATE-B", "Main gate B", "vehicle", "GB1"),
    ("YARD-A", "Yard gate A", "pedestrian", "GA5"),
    ("REEFER-B", "Reefer stacks B", "pedestrian", "GB4"),
    ("CONTROL", "Control room door", "pedestrian", "GC1"),
    ("CUSTOMS", "Customs hall", "pedestrian", "GD1"),
    ("QUAY-A", "Quay A, ship side", "quay", "GQ1"),
    ("HAZMAT-A", "Dangerous goods store", "pedestrian", "GH1"),
    ("OFFICE", "Port office", "pedestrian", "GO1"),
)
# code, name, whether it is a licence
TRAININGS = (
    ("terminal-safety", "Terminal safety", False),
    ("reefer", "Reefer handling", False),
    ("adr", "Dangerous goods (ADR)", True),
)
# code, organisation, name, areas, field classes, function risk, reason (Directive (EU) 2022/2557 Art. 14(1))
POSTS = (
    ("crane-operator", "QUAYSIDE", "Crane operator", "TERMINAL-A YARD-A QUAY-A", "S1", 2,
     "Moves containers and knows where each one stands."),
    ("reefer-technician", "NORTHSEA", "Reefer technician", "TERMINAL-B REEFER-B", "S1", 2,
     "Works alone at night among the boxes that are misused most."),
    ("yard-planner", "QUAYSIDE", "Yard planner", "TERMINAL-A CONTROL OFFICE", "S1 S2", 3,
     "Decides where containers stand and when they move."),
    ("release-clerk", "BLUELINE", "Release clerk", "TERMINAL-A OFFICE", "S1 S2 S3", 3,
     "Passes on the right to collect containers."),
    ("security-guard", "WATCHKEEP", "Security guard", "PORT", "S1", 2,
     "Controls gates and cameras of restricted areas."),
    ("truck-driver", "DELTAHAUL", "Truck driver", "TERMINAL-A TERMINAL-B HAZMAT-A", "", 1,
     "Enters the terminals to collect containers."),
    ("mechanic", "CRANECARE", "Crane mechanic", "TERMINAL-A TERMINAL-B YARD-A", "", 2,
     "Has unaccompanied access to cranes and yards."),
)  # fmt: skip
# place of loading, risk 1 to 3
ORIGINS = (
    ("CNSHA", 1), ("SGSIN", 1), ("USNYC", 1), ("INMUN", 1), ("MAPTM", 2), ("ZADUR", 2),
    ("ECGYE", 3), ("BRSSZ", 3), ("COTRB", 3),
)  # fmt: skip
OWNER_CODES = ("EXAU", "POEU", "BLIU")
VESSELS = ("Example Star", "Blue Heron", "Estuary Dawn", "Northern Quay", "Polder Queen")
