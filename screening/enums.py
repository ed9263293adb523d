"""The words of screening: levels, states, check kinds, outcomes."""

from __future__ import annotations

from portsec.kernel.words import Word


class PersonCategory(Word):
    EMPLOYEE = "employee", "Employee"
    CONTRACTOR = "contractor", "Contractor"
    SEAFARER = "seafarer", "Seafarer"
    FOREIGN_EXPERT = "foreign_expert", "Foreign expert"
    VISITOR = "visitor", "Visitor"


class ClearanceLevel(Word):
    """How deep a person was checked, by `rank`; the first two as in Regulation (EU) 2015/1998, point 11.1."""

    STANDARD = "standard", "Standard"
    ENHANCED = "enhanced", "Enhanced"
    AUTHORITY = "authority", "Authority"

    @property
    def rank(self) -> int:
        return list(type(self)).index(self) + 1


class ClearanceState(Word):
    GRANTED = "granted", "Granted", "good"
    SUSPENDED = "suspended", "Suspended", "bad"
    WITHDRAWN = "withdrawn", "Withdrawn", "bad"


class ApplicationKind(Word):
    INITIAL = "initial", "First application"
    RENEWAL = "renewal", "Renewal"
    REASSESSMENT = "reassessment", "Reassessment"


class ApplicationState(Word):
    """Where a case stands, in the order of the procedure."""

    SPONSORING = "sponsoring", "Waits for its sponsors", "wait"
    INVITED = "invited", "Invited", "info"
    DECLARING = "declaring", "Person fills in", "info"
    RECEIVED = "received", "To check for completeness", "wait"
    CHECKING = "checking", "Checks running", "info"
    IN_REVIEW = "in_review", "In review", "wait"
    PROPOSED = "proposed", "Second opinion", "wait"
    PANEL = "panel", "Before the panel", "wait"
    HEARING = "hearing", "Hearing", "info"
    GRANTED = "granted", "Cleared", "good"
    REFUSED = "refused", "Refused", "bad"
    WITHDRAWN = "withdrawn", "Withdrawn", "mute"
    INCOMPLETE = "incomplete", "Closed as incomplete", "mute"


class CheckKind(Word):
    """What is asked. A criminal record and an ECRIS request are asked of one State each."""

    IDENTITY = "identity", "Identity document"
    CRIMINAL_RECORD = "criminal_record", "Criminal record"
    WATCHLIST = "watchlist", "Watchlists"
    ECRIS = "ecris", "ECRIS request"
    EMPLOYMENT = "employment", "Employment and education"
    RIGHT_TO_WORK = "right_to_work", "Right to work"
    AUTHORITY_ADVICE = "authority_advice", "Advice of the authorities"
    FINANCIAL = "financial", "Financial circumstances"
    CONFLICT_OF_INTEREST = "conflict_of_interest", "Conflict of interest"


class CheckState(Word):
    """An answer that cannot be relied on is invalid, and the question is asked again."""

    REQUESTED = "requested", "Requested", "info"
    ANSWERED = "answered", "Answered", "good"
    INVALID = "invalid", "Answer invalid", "bad"


class CheckResult(Word):
    """`NOT_NEEDED`: the question need not be put, as an ECRIS request about a State's own national."""

    CLEAR = "clear", "Nothing found", "good"
    FINDINGS = "findings", "Something found", "wait"
    UNOBTAINABLE = "unobtainable", "Not obtainable", "wait"
    NOT_NEEDED = "not_needed", "Not needed", "mute"


class RequestStatus(Word):
    """How a request stands today: its state, its answer and its clock in one word."""

    REQUESTED = "requested", "Requested", "info"
    UNCLEAR = "unclear", "Identity unclear", "wait"
    OVERDUE = "overdue", "Overdue", "bad"
    ANSWERED = "answered", "Answered", "wait"
    NO_RECORD = "no_record", "No record", "good"
    NOT_RETRANSMISSIBLE = "not_retransmissible", "Not re-transmissible", "wait"
    UNOBTAINABLE = "unobtainable", "Not obtainable", "wait"
    INVALID = "invalid", "Answer invalid", "bad"


class Channel(Word):
    """By which way a State's record is asked for; the policy's clock follows from it."""

    OWN_REGISTER = "own_register", "Register of this State"
    ECRIS = "ecris", "Central authorities (ECRIS)"
    OWN_REQUEST = "own_request", "The person's own request"


class RequestPurpose(Word):
    """What the answer may be used for, and for nothing else (Framework Decision 2009/315/JHA, Art. 9)."""

    CRITICAL_ENTITY = "critical_entity", "Background check for a critical entity"
    PORT_SECURITY = "port_security", "Access to restricted areas of a port"
    OWN_RECORD = "own_record", "Own criminal record, asked by the person"


class UnobtainableReason(Word):
    NO_RECORD_SYSTEM = "no_record_system", "The State keeps no record that can be asked"
    NO_REPLY = "no_reply", "No reply in due time"
    REFUSES_PURPOSE = "refuses_purpose", "The State answers criminal proceedings only"
    UNSAFE_TO_ASK = "unsafe_to_ask", "Asking would put the person in danger"


class Advice(Word):
    """The advice of police, intelligence or another authority: its word, never its reasons."""

    POSITIVE = "positive", "Positive", "good"
    RESERVATIONS = "reservations", "With reservations", "wait"
    NEGATIVE = "negative", "Negative", "bad"
    HIGH_RISK = "high_risk", "High risk", "bad"
    WITHHELD = "withheld", "Not given", "wait"


class TriageAnswer(Word):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNSURE = "unsure", "Unsure"
    NOT_APPLICABLE = "not_applicable", "Does not apply"


class TriageOutcome(Word):
    """What an officer made of one adverse item; false matches and expired ones leave the assessment."""

    CONFIRMED = "confirmed", "Confirmed", "bad"
    FALSE_MATCH = "false_match", "Another person", "good"
    IRRELEVANT = "irrelevant", "Not relevant here", "info"
    EXPIRED = "expired", "No longer counts", "mute"


class IdentityResult(Word):
    """The results of an identity check in its own words; the values are those of `CheckResult`."""

    CLEAR = "clear", "Confirmed", "good"
    FINDINGS = "findings", "Not confirmed", "bad"
    UNOBTAINABLE = "unobtainable", "Not checked", "wait"


class HitState(Word):
    OPEN = "open", "To decide", "wait"
    SAME = "same", "Same person", "bad"
    DIFFERENT = "different", "Different person", "good"
    UNSURE = "unsure", "Unsure", "wait"


class Effect(Word):
    """What a finding does to the recommendation, strongest first."""

    BAR = "bar", "Bars a clearance", "bad"
    PRESUME_UNSUITABLE = "presume_unsuitable", "Speaks against, unless rebutted", "bad"
    REFER = "refer", "A person must weigh this", "wait"
    NOTE = "note", "For information", "info"


class Recommendation(Word):
    """What the rules suggest; an officer decides."""

    SUITABLE = "suitable", "Suitable", "good"
    UNSUITABLE = "unsuitable", "Unsuitable", "bad"
    WEIGH = "weigh", "To be weighed by an officer", "wait"
    INCOMPLETE = "incomplete", "Not complete", "info"


class Outcome(Word):
    """What an officer finds: suitable, suitable with conditions, or unsuitable."""

    GRANT = "grant", "Grant clearance", "good"
    CONDITIONAL = "conditional", "Grant with conditions", "wait"
    REFUSE = "refuse", "Refuse clearance", "bad"

    @property
    def is_adverse(self) -> bool:
        return self is Outcome.REFUSE


class DecisionState(Word):
    """Where a proposal stands. Those that took effect are agreed or settled."""

    PROPOSED = "proposed", "Waits for the second officer", "wait"
    COUNTERSIGNED = "countersigned", "Agreed by two officers", "good"
    RETURNED = "returned", "Returned", "mute"
    DISPUTED = "disputed", "Before the panel", "wait"
    NOTICED = "noticed", "Notice of intent given", "info"
    SETTLED = "settled", "Settled by the panel", "good"


class ClearanceKind(Word):
    FULL = "full", "Full", "good"
    CONDITIONAL = "conditional", "With conditions", "wait"
    INTERIM = "interim", "Interim", "wait"


class ListSource(Word):
    """Whose list it is. `POLICE`: an authority's own, such as a police's: nobody here reads its entries."""

    OFAC = "ofac", "OFAC SDN list"
    UN = "un", "UN Security Council list"
    EU = "eu", "EU consolidated list"
    OWN = "own", "Own list"
    POLICE = "police", "Restricted list"


class EntityKind(Word):
    PERSON = "person", "Person"
    ORGANISATION = "organisation", "Organisation"
    VESSEL = "vessel", "Vessel"
    AIRCRAFT = "aircraft", "Aircraft"


class PersonStanding(Word):
    """How a person stands today, in the one word that lists show and an employer learns."""

    CLEARED = "cleared", "Cleared", "good"
    SUSPENDED = "suspended", "Suspended", "bad"
    BEING_CHECKED = "being_checked", "Being checked", "info"
    NOT_CLEARED = "not_cleared", "Not cleared", "bad"
    ENDED = "ended", "Ended", "mute"
    NONE = "none", "No clearance", "mute"


class Language(Word):
    """The languages in which the port writes to people, by their ISO 639-1 code."""

    EN = "en", "English"
    NL = "nl", "Nederlands"
    FR = "fr", "Français"
    DE = "de", "Deutsch"
    ES = "es", "Español"


class Track(Word):
    """The two histories that a declaration tells."""

    RESIDENCE = "residence", "Addresses"
    ACTIVITY = "activity", "Work, education and other activities"


class ActivityKind(Word):
    JOB = "job", "Employed"
    SELF_EMPLOYED = "self_employed", "Self-employed"
    EDUCATION = "education", "School, training or study"
    MILITARY = "military", "Military or civilian service"
    CARE = "care", "Care for family"
    UNEMPLOYED = "unemployed", "Out of work"
    TRAVEL = "travel", "Travel"
    OTHER = "other", "Something else"


class GapReason(Word):
    """Why nothing is declared for a stretch of days."""

    BETWEEN_JOBS = "between_jobs", "Between two jobs"
    ILLNESS = "illness", "Illness"
    PARENTAL = "parental", "Parental leave"
    TRAVEL = "travel", "Travel"
    NO_FIXED_ADDRESS = "no_fixed_address", "No fixed address"
    OTHER = "other", "Something else"


class DocumentKind(Word):
    IDENTITY = "identity", "Passport or identity card"
    PHOTOGRAPH = "photograph", "Photograph"
    RESIDENCE = "residence", "Proof of an address"
    ACTIVITY = "activity", "Proof of work or education"
    GAP = "gap", "Proof for a gap"
    COURT = "court", "Court or authority paper"
    SPONSOR = "sponsor", "Letter of the employer or host"
    SEAFARER = "seafarer", "Seafarer's document"
    RECORD = "record", "Extract of a criminal record"
    RIGHT_TO_WORK = "right_to_work", "Visa, residence or work permit"
    CONTRACT = "contract", "Contract or posting notice"
    COMPANY = "company", "Certificate of the company"
    CERTIFICATE = "certificate", "Certificate of competence"
    CONFIDENTIALITY = "confidentiality", "Promise of confidentiality"
    CONSENT = "consent", "Consent to the checks"
    OTHER = "other", "Other paper"


class PolicyDraftState(Word):
    """Where the draft of a new policy version stands."""

    DRAFT = "draft", "Draft", "info"
    PROPOSED = "proposed", "Waits for the second officer", "wait"
    RETURNED = "returned", "Returned", "wait"
    PUBLISHED = "published", "Published", "good"
    DROPPED = "dropped", "Dropped", "mute"


class PortPolicyState(Word):
    """Where the change of the policy that a port applies stands."""

    PROPOSED = "proposed", "Waits for the second officer", "wait"
    CONFIRMED = "confirmed", "Confirmed", "good"
    DECLINED = "declined", "Declined", "mute"


class SimulationState(Word):
    RUNNING = "running", "Running", "info"
    DONE = "done", "Finished", "good"


class SimulatedChange(Word):
    """How a decided case would differ under a draft, the weightiest difference first."""

    RECOMMENDATION = "recommendation", "Another recommendation", "bad"
    LEVEL = "level", "Another level of checks", "wait"
    VALIDITY = "validity", "Another length of clearance", "wait"
    GROUNDS = "grounds", "Same result on other grounds", "info"


class RightKind(Word):
    """What a person may ask about their own data: Regulation (EU) 2016/679 Art. 15 to 18 and 21."""

    ACCESS = "access", "Access to the own file"
    CORRECTION = "correction", "Correction"
    ERASURE = "erasure", "Erasure"
    RESTRICTION = "restriction", "Restriction"
    OBJECTION = "objection", "Objection"


class RightState(Word):
    RECEIVED = "received", "Identity to confirm", "wait"
    IDENTIFIED = "identified", "To answer", "wait"
    PROPOSED = "proposed", "Answer waits for the second officer", "wait"
    GRANTED = "granted", "Granted", "good"
    REFUSED = "refused", "Refused", "bad"
    LIFTED = "lifted", "Granted, restriction lifted", "mute"
    WITHDRAWN = "withdrawn", "Withdrawn", "mute"


class IdentityProof(Word):
    """How it was made sure that the asker is the person."""

    IN_PERSON = "in_person", "Identity document seen in person"
    EID = "eid", "Electronic identity"
    OWN_LINK = "own_link", "The person's own link and date of birth"
    MANDATE = "mandate", "Representative with a written mandate"


class OrderState(Word):
    PROPOSED = "proposed", "Waits for the second officer", "wait"
    CONFIRMED = "confirmed", "Confirmed", "good"
    RETURNED = "returned", "Returned", "mute"


class ScreeningPurpose(Word):
    """Why a person was compared with the lists; the screening log names it for every query."""

    APPLICATION = "application", "Check in a case"
    CREW = "crew", "Crew of a call"
    DUE = "due", "Due by the policy"
    LIST_DELTA = "list_delta", "A list changed"
    PERSON_CHANGE = "person_change", "The person's details changed"
    TRIGGER = "trigger", "Something was reported"
    EVERYONE = "everyone", "Everybody, on demand"


class ScreeningCause(Word):
    """What sets off the rescreening of one person."""

    SELF_REPORT = "self_report", "The person reported something"
    EMPLOYER_REPORT = "employer_report", "The employer reported something"
    ANOMALY = "anomaly", "Unusual entries or look-ups"
    PORT_BAN = "port_ban", "A port ban"
    OFFICER = "officer", "An officer's own judgement"
    VISIT = "visit", "An announced visit"


class RunState(Word):
    RUNNING = "running", "Running", "info"
    DONE = "done", "Finished", "good"
    CANCELLED = "cancelled", "Cancelled", "mute"


class TaskState(Word):
    WAITING = "waiting", "Waits", "wait"
    DONE = "done", "Screened", "good"
    FAILED = "failed", "Not screened", "bad"
