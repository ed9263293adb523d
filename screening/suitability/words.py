"""The closed vocabularies of a policy: what a row may say."""

from __future__ import annotations

from portsec.kernel.words import Word


class Logic(Word):
    """How findings become a recommendation."""

    CLOSED_LIST_AND_PRESUMPTION = "closed_list_and_presumption", "Closed list, then presumption and weighing"
    CLOSED_LIST = "closed_list", "Closed list with waivers"
    TIERS = "tiers", "Tiers by gravity and sentence"
    PRESUMPTION = "presumption", "Rebuttable presumption and overall appraisal"
    PURPOSE_PROFILE = "purpose_profile", "Profile of the function and balance of interests"


class Mark(Word):
    """How far a row can be relied on as law."""

    VERIFIED = "V", "Seen in its source", "good"
    REPORTED = "M", "Commonly stated; source text not checked", "wait"
    PROPOSED = "P", "Proposal of this policy, not law", "info"


class RuleKind(Word):
    """The criterion that a policy row applies."""

    DISQUALIFYING_OFFENCE = "disqualifying_offence", "Offence without time limit"
    OFFENCE_IN_WINDOW = "offence_in_window", "Offence within its look-back period"
    REPEATED_CONVICTIONS = "repeated_convictions", "Several convictions"
    UNDECLARED_CONVICTION = "undeclared_conviction", "Conviction not declared"
    DECLARED_CONVICTION_NOT_ON_RECORD = (
        "declared_conviction_not_on_record",
        "Declared conviction not on the record",
    )
    WATCHLIST_MATCH_CONFIRMED = "watchlist_match_confirmed", "On a watchlist"
    WATCHLIST_MATCH_UNSURE = "watchlist_match_unsure", "Perhaps on a watchlist"
    IDENTITY_NOT_CONFIRMED = "identity_not_confirmed", "Identity not confirmed"
    RECORD_NOT_OBTAINABLE = "record_not_obtainable", "Record not obtainable"
    UNEXPLAINED_GAP = "unexplained_gap", "Unexplained gap"
    RESIDENCE_NOT_CHECKED = "residence_not_checked", "State of residence not asked"
    LONG_IMPRISONMENT = "long_imprisonment", "Long time in prison"
    OPEN_PROCEEDINGS = "open_proceedings", "Proceedings without a conviction"
    AUTHORITY_ADVICE = "authority_advice", "Advice of an authority"
    AUTHORITY_ADVICE_MISSING = "authority_advice_missing", "Advice of an authority missing"
    PORT_BAN_IN_FORCE = "port_ban_in_force", "Port ban in force"
    RIGHT_TO_WORK_NOT_SHOWN = "right_to_work_not_shown", "Right to work not shown"
    FALSE_DECLARATION = "false_declaration", "False statement"


# The kinds that judge an offence by its code, one conviction at a time.
OFFENCE_KINDS = (RuleKind.DISQUALIFYING_OFFENCE, RuleKind.OFFENCE_IN_WINDOW)


class LookbackFrom(Word):
    """The day from which a look-back period runs."""

    CONVICTION = "conviction", "Conviction"
    FINAL = "final", "Finality"
    RELEASE = "release", "Release"
    OFFENCE = "offence", "Offence"


class CountsFrom(Word):
    """Which of several convictions must lie within the period."""

    EACH = "each", "Each of them"
    LAST = "last", "The latest of them"


class CountedOn(Word):
    """The day against which periods are read."""

    ASSESSMENT = "assessment", "Assessment"
    APPLICATION = "application", "Application"


class AgeAt(Word):
    """The day on which a person's youth is read."""

    OFFENCE = "offence", "at the time of the offence"
    ASSESSMENT = "assessment", "on the day that counts"


class Waiver(Word):
    """Whether somebody may set a ground aside, and who."""

    NONE = "none", "No waiver"
    DISCRETIONARY = "discretionary", "Waiver at discretion"
    BY_AUTHORITY = "by_authority", "Waiver by the authority"


class Grade(Word):
    """How grave the law of the convicting State holds an offence to be."""

    UNSTATED = "", "Not stated"
    CONTRAVENTION = "contravention", "Contravention"
    MISDEMEANOUR = "misdemeanour", "Misdemeanour (délit, Vergehen, wanbedrijf)"
    FELONY = "felony", "Felony (crime, Verbrechen, misdaad)"

    @property
    def rank(self) -> int:
        return list(type(self)).index(self)


class Intent(Word):
    UNSTATED = "", "Not stated"
    INTENTIONAL = "intentional", "With intent"
    NEGLIGENT = "negligent", "Through negligence"


class Act(Word):
    """What somebody did towards an offence; an entry may be an attempt and an accessory's at once."""

    COMPLETED = "completed", "Committed"
    ATTEMPTED = "attempted", "Attempted"
    ACCESSORY = "accessory", "Aided, incited, organised or conspired"


class RecordState(Word):
    """How a case before the courts or the police stands."""

    CONVICTED = "convicted", "Convicted"
    NOT_RESPONSIBLE = "not_responsible", "Found not responsible"
    WANTED = "wanted", "Wanted"
    INDICTED = "indicted", "Indicted"
    ARRESTED = "arrested", "Arrested, no outcome known"
    UNDER_INVESTIGATION = "under_investigation", "Under investigation"
    DISCONTINUED = "discontinued", "Proceedings discontinued"


class Circumstance(Word):
    """What a code does not tell and a policy may ask: an officer enters it from the record."""

    TRANSPORT_SECURITY_INCIDENT = "transport_security_incident", "Transport security incident"
    HAZARDOUS_MATERIAL = "hazardous_material", "Improper transport of hazardous material"
    EXPLOSIVES = "explosives", "Explosives"
    EXPLOSIVE_THREAT = "explosive_threat", "Threat with an explosive or lethal device"
    TERRORISM_PREDICATE = "terrorism_predicate", "Listed as a crime of terrorism"
    RACKETEERING_LISTED = "racketeering_listed", "Racketeering with a gravest offence"
    SEAPORT_ENTRY = "seaport_entry", "Unlawful entry into a seaport"
    INTENT_TO_KILL = "intent_to_kill", "With intent to kill"
    SIMPLE_POSSESSION = "simple_possession", "Simple possession"
    BENEFIT_OR_CHEQUE = "benefit_or_cheque", "Welfare fraud or bad cheque"
    LABOUR_DISPUTE = "labour_dispute", "Labour dispute"
    VEHICLE_AS_WEAPON = "vehicle_as_weapon", "Vehicle used as a weapon"
    SECURITY_LAW = "security_law", "Offence of the law on transport security"
    ORGANISED_CRIME = "organised_crime", "Link to organised crime"
    TRANSNATIONAL = "transnational", "Across borders"
    WEAPON_SUPPLY = "weapon_supply", "Supply, import or export of weapons"
    SEDITION = "sedition", "Sedition"
    MANSLAUGHTER = "manslaughter", "Held to be manslaughter"


class FunctionAspect(Word):
    """What a function gives power over; the words of the Dutch general screening profile."""

    INFORMATION = "information", "information"
    MONEY = "money", "money"
    GOODS = "goods", "goods"
    SERVICES = "services", "services"
    TRANSACTIONS = "transactions", "business transactions"
    PROCESSES = "processes", "processes"
    MANAGEMENT = "management", "the direction of people or an organisation"
    PERSONS = "persons", "persons"
    PORT_AREA = "port_area", "port areas"


class AdviceSubject(Word):
    """What an authority was asked about. Its grounds stay with it."""

    SECURITY = "security", "Security verification"
    CRIMINAL_INTELLIGENCE = "criminal_intelligence", "Criminal intelligence"
    POLICE = "police", "Police information"
    PROSECUTOR = "prosecutor", "Opinion of the prosecutor"
    EXTREMISM = "extremism", "Aims against the constitutional order"
    ORGANISED_CRIME = "organised_crime", "Links to organised crime"
    CONDUCT = "conduct", "Conduct"
    FINANCES = "finances", "Financial situation"
    DEPENDENCE = "dependence", "Dependence or exposure to blackmail"
    INTERESTS = "interests", "Conflict of interests"
    MENTAL_CAPACITY = "mental_capacity", "Mental capacity"
    IMMIGRATION = "immigration", "Immigration status"
    RECORD_BULLETIN = "record_bulletin", "Bulletin of the record"


class AdviceOutcome(Word):
    POSITIVE = "positive", "Positive", "good"
    RESERVATIONS = "reservations", "With reservations", "wait"
    NEGATIVE = "negative", "Negative", "bad"
    WITHHELD = "withheld", "Not given", "wait"


class RightToWork(Word):
    ENTITLED = "entitled", "Entitled", "good"
    NOT_ENTITLED = "not_entitled", "Not entitled", "bad"
    UNKNOWN = "unknown", "Not known", "wait"


class ProofKind(Word):
    """What can stand in for a record that no State gives."""

    CONSULAR_LETTER = "consular_letter", "Letter of a consulate"
    EMPLOYER_ATTESTATION = "employer_attestation", "Attestation of an employer"
    REFEREE = "referee", "Referee"
    INTERVIEW = "interview", "Interview"
    SWORN_STATEMENT = "sworn_statement", "Sworn statement"
    COURT_CERTIFICATE = "court_certificate", "Certificate of a court"


class FactorName(Word):
    """What a balance of interests looks at."""

    NUMBER = "number", "Number of convictions"
    GRAVITY = "gravity", "Gravity of the sentences"
    AGE = "age", "Age at the time"
    TIME = "time", "Time since then"


class Speaks(Word):
    """Where a factor points."""

    FOR = "for", "For the person", "good"
    AGAINST = "against", "Against the person", "bad"
    UNKNOWN = "unknown", "Cannot be said", "wait"


class Parameter(Word):
    """What an entry says about itself besides its code; read before any matching."""

    REHABILITATED = "rehabilitated", "Rehabilitated"
    PARDONED = "pardoned", "Pardoned"
    AMNESTY = "amnesty", "Under an amnesty"
    NOT_FINAL = "not_final", "Not final"
    JUVENILE = "juvenile", "Committed as a minor"
    EXEMPTED = "exempted", "Insanity or diminished responsibility"
    ATTEMPTED = "attempted", "Attempt or preparation"
    ACCESSORY = "accessory", "Aiding, inciting, organising or conspiring"


class Treatment(Word):
    """What a policy does with an entry that carries a parameter."""

    IGNORE = "ignore", "Not used and not shown"
    CAP = "cap", "Counts, but no stronger than the cap"
    SAME = "same", "Counts like any other"


class Completion(Word):
    """ECRIS: was the offence completed?"""

    COMPLETED = "C", "Completed"
    ATTEMPTED = "A", "Attempt or preparation"
    UNSTATED = "", "Not stated"


class Participation(Word):
    """ECRIS: the person's part in it."""

    PERPETRATOR = "M", "Perpetrator"
    ACCESSORY = "H", "Aider, inciter, organiser or conspirator"
    UNSTATED = "", "Not stated"


class Exemption(Word):
    """ECRIS: exemption from criminal responsibility."""

    NONE = "", "None"
    RESPONSIBILITY = "S", "Insanity or diminished responsibility"


class ClockUnit(Word):
    CALENDAR = "calendar", "Calendar days"
    WORKING = "working", "Working days"


class OnExpiry(Word):
    """What follows when a clock runs out."""

    DECIDE_ON_FILE = "decide_on_file", "Decide on the file"
    BECOMES_FINAL = "becomes_final", "The decision becomes final"
    LAPSES = "lapses", "The measure ends by itself"
    CHASE = "chase", "Send a reminder and record the delay"
    CLOSE_INCOMPLETE = "close_incomplete", "The file may be closed as incomplete"
    BREACH = "breach", "A duty is breached"
    ESCALATE = "escalate", "Bring it to the authority"
    SUSPEND = "suspend", "The clearance is suspended"
    REFUSE_ENTRY = "refuse_entry", "Readers refuse entry"
    MOVE_HEARING = "move_hearing", "The hearing is moved"
