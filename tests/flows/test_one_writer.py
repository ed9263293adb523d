"""Each table has one writer: the service module of its noun. Read from the source, whatever the tests do."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
from django.apps import apps

from tests.architecture.tree import Module, modules

pytestmark = pytest.mark.unit

APPS = ("ledger", "accounts", "screening", "access", "hotline")
WRITES = {
    *("create", "bulk_create", "get_or_create", "update_or_create", "acreate"),
    *("update", "bulk_update", "delete", "save", "create_user"),
}
DEMO = "portsec.management.commands.demo"
IMPORTED_LOG = "access.services.port_directory.events"
# The device lane writes what the services above it would, row for row; a test compares.
LANE = "portsec.lane.writing"
# Look-ups, their entries and what is to be scanned, in one statement, which the lane runs, too.
LOOK_UPS = "access.services.data_writing"
MERGES = {"merge", "insert"}  # functions that write into the table of the model given first

# The writers of each table. A second one stands here only with its reason.
WRITERS: dict[str, set[str]] = {
    "Entry": {"ledger.services.record", LANE, LOOK_UPS},
    "Job": {"ledger.services.job"},
    "Leaf": {"ledger.services.sealing"},
    "TileHash": {"ledger.services.sealing"},
    "SignedCheckpoint": {"ledger.services.sealing"},
    "Cosignature": {"ledger.services.cosigning"},
    "Organisation": {"accounts.services.organisation"},
    "Port": {"accounts.services.port", DEMO},
    "RoleAssignment": {"accounts.services.role"},
    "SavedView": {"accounts.services.saved_view"},
    "User": {"accounts.services.user"},
    # A case is made and given to an officer by the one, and moved from state to state by the other.
    "Application": {"screening.services.application", "screening.services.step"},
    "Note": {"screening.services.application"},
    "Need": {"screening.services.need"},
    "Invitation": {"screening.services.invitation"},
    "Declaration": {"screening.services.declaration"},
    "DeclaredConviction": {"screening.services.declaration"},
    "DeclarationReturn": {"screening.services.completeness"},
    "Address": {"screening.services.history"},
    "Activity": {"screening.services.history"},
    "GapExplanation": {"screening.services.history"},
    "Document": {"screening.services.document"},
    "Assessment": {"screening.services.assessment"},
    "Finding": {"screening.services.assessment"},
    # A check is asked by the first, gets and loses its answer by the second, and is followed by the third.
    "Check": {
        *("screening.services.check", "screening.services.answer", "screening.services.request"),
        "screening.services.wipe",
    },
    "CompensatingProof": {"screening.services.proof"},
    # Typed in with an answer; changed or erased when the convicting State says so.
    "Conviction": {"screening.services.check", "screening.services.conviction"},
    "Proceeding": {"screening.services.check"},
    "Triage": {"screening.services.triage"},
    "Clearance": {"screening.services.clearance"},
    "ClearanceChange": {"screening.services.clearance"},
    "Decision": {"screening.services.proposal"},
    "Opinion": {"screening.services.proposal"},
    "Panel": {"screening.services.panel"},
    "PanelVote": {"screening.services.panel"},
    "Hearing": {"screening.services.hearing"},
    "HearingMaterial": {"screening.services.hearing"},
    "Observation": {"screening.services.hearing"},
    "Remedy": {"screening.services.remedy"},
    "InterimProposal": {"screening.services.interim"},
    "OutcomeNotice": {"screening.services.outcome"},
    "Hit": {"screening.services.hit"},
    # Opened and cancelled by the one, counted and finished by the other.
    "ScreeningRun": {"screening.services.rescreening", "screening.services.rescreening_work"},
    "ScreeningTask": {"screening.services.rescreening_work"},
    "ScreeningQuery": {"screening.services.screening_log"},
    "MatchMeasurement": {"screening.services.match_quality"},
    # Rows of every table that belongs to people are emptied or deleted by the hand of erasure, which finds
    # them through `screening.belongings`; those that it writes by name stand here with it.
    "Person": {"screening.services.person", "screening.services.wipe"},
    "Letter": {"screening.services.letter"},
    "RightsRequest": {"screening.services.rights"},
    "SecretGround": {"screening.services.secret_ground"},
    "LegalHold": {"screening.services.hold"},
    "Erasure": {"screening.services.erasure"},
    "ErasureOrder": {"screening.services.erasure", "screening.services.right_effect"},
    "RecordTrace": {"screening.services.wipe"},
    "PolicyVersion": {"screening.services.policy"},
    "PolicyDraft": {"screening.services.policy_draft"},
    "PortPolicy": {"screening.services.port_policy"},
    "Simulation": {"screening.services.simulation"},
    "SimulatedCase": {"screening.services.simulation"},
    "Post": {"screening.services.post", DEMO},
    "ListEntry": {"screening.services.watchlist"},
    "ListVersion": {"screening.services.watchlist"},
    "Contract": {"screening.services.sponsorship"},
    "Sponsorship": {"screening.services.sponsorship"},
    "Assignment": {"screening.services.expert"},
    "Certificate": {"screening.services.expert"},
    "CrewList": {"screening.services.crew"},
    # A crew is made by the one, and what becomes of its members is written by the other.
    "CrewMember": {"screening.services.crew", "screening.services.crew_screening"},
    "TravelDocument": {"screening.services.crew"},
    "CrewHit": {"screening.services.crew_screening"},
    "Permit": {"screening.services.permit"},
    "PortBan": {"screening.services.port_ban"},
    "RenewalPrompt": {"screening.services.renewal"},
    "Area": {"access.services.area"},
    "OpeningSpan": {"access.services.opening_hours"},
    "OtherDay": {"access.services.opening_hours"},
    "Gate": {"access.services.gate"},
    "Barrier": {"access.services.barrier"},
    "BarrierInspection": {"access.services.barrier"},
    "Lockdown": {"access.services.lockdown"},
    "LevelChange": {"access.services.isps_level"},
    # Taken over from the port's own data by the first, set up by the second; the third writes what belongs
    # to the device alone: account, key, queue, and when it was heard of.
    "Reader": {"access.services.area", "access.services.reader", "access.services.device", DEMO},
    "DeviceEnrolment": {"access.services.device"},
    "CredentialKey": {"access.services.signing_key"},
    "StatusList": {"access.services.status_list"},
    "Credential": {"access.services.credential"},
    "TravelTime": {"access.services.area"},
    # Badges that were issued elsewhere come with their whole history, in bulk.
    # Issued and moved from state to state by the first; the others write days and ends alone.
    "Badge": {
        *("access.services.badge", "access.services.port_directory.badges"),
        *("access.services.badge_process", "access.services.badge_return"),
    },
    "BadgeType": {"access.services.badge_type"},
    "StockMove": {"access.services.badge_stock"},
    # Those of other systems come in bulk.
    "Training": {"access.services.qualification", "access.services.port_directory.trainings"},
    "TrainingCertificate": {"access.services.qualification", "access.services.port_directory.trainings"},
    "SafetyFunction": {"access.services.qualification"},
    "AccessRequest": {"access.services.access_request"},
    "AccessApproval": {"access.services.access_request"},
    "BreakGlass": {"access.services.break_glass"},
    "ReviewCampaign": {"access.services.review"},
    "ReviewLine": {"access.services.review"},
    "HolderStanding": {"access.services.review"},
    "Shrink": {"access.services.shrink"},
    "ShrinkLine": {"access.services.shrink"},
    "BadgePhoto": {"access.services.badge_photo"},
    "BadgeRequest": {"access.services.badge_request"},
    "BadgeChange": {"access.services.badge", "access.services.port_directory.badges"},
    "CargoVisit": {"access.services.cargo"},
    "Incident": {"access.services.cargo"},
    "ReleaseHop": {"access.services.cargo"},
    "ReleaseRight": {"access.services.release_right"},
    "ReleaseCode": {"access.services.release_code"},
    "VesselCall": {"access.services.cargo"},
    # Announced by the host, let in and out by the reception.
    "Visit": {"access.services.visit", "access.services.reception"},
    "RollCall": {"access.services.muster"},
    "RollCallMark": {"access.services.muster"},
    # Events come from here or from an imported log; one that is kept is never changed.
    "DataEvent": {LOOK_UPS, IMPORTED_LOG},
    # By triggers of the tables of events, so that no writer can forget it.
    "EventKey": {"access.models.event_key"},
    # What readers decided alone comes in by their queue.
    "GateEvent": {"access.services.gate_event", "access.services.gate_queue", IMPORTED_LOG, LANE},
    "Sighting": {"access.services.sighting"},
    "Presence": {"access.services.presence", LANE},
    "DoorEvent": {"access.services.door_event"},
    "DutyConfirmation": {"access.services.duty"},
    # Of gates by the first and the lane, of look-ups by the statement that writes them.
    "SilentAlarm": {"access.services.silent_alarm", LANE, LOOK_UPS},
    "DuressWord": {"access.services.duress_word"},
    "HoneyContainer": {"access.services.honey_container"},
    # Decided by the first, judged and counted by the second.
    "RuleVersion": {"access.services.rule_setting", "access.services.rule_trial"},
    "RuleFinding": {"access.services.rule_setting", "access.services.rule_trial"},
    # A queue: written with the event, deleted by whichever scan has judged it.
    "EventToScan": {
        *(LOOK_UPS, "access.services.gate_event", IMPORTED_LOG, LANE),
        "access.services.gate_queue",
        "access.services.scan_queue",
    },
    "Flag": {"access.services.anomaly"},
    "PersonCase": {"access.services.anomaly"},
    "Unmasking": {"access.services.unmasking"},
    "CaseDesk": {"access.services.case_desk"},
    "CaseQuestion": {"access.services.case_question"},
    "AuditDraw": {"access.services.audit_draw"},
    "MutedPattern": {"access.services.muted_pattern"},
    "MutedReview": {"access.services.muted_pattern"},
    # What `anomaly.flag` is kept from, and what it is given back.
    "HiddenFinding": {"access.services.hidden_finding"},
    "ScanState": {"access.services.scan"},
    "ReopenedSpan": {"access.services.scan"},
    "DeadFeed": {"access.services.feed"},
    "Measurement": {"access.services.measurement"},
    "PeerLimit": {"access.services.measurement"},
    "LearnedTravelTime": {"access.services.measurement"},
    "AreaUse": {"access.services.measurement"},
    "ProvisionedAccount": {"access.services.provisioned_account"},
    "Team": {"access.services.team"},
    "TeamMember": {"access.services.team"},
    "Grant": {"access.services.grant"},
    "RosterSpan": {"access.services.work"},
    "TruckAppointment": {"access.services.work"},
    "WorkOrder": {"access.services.work"},
    # Prepared, opened and closed by the one; the key that recovers reports is made by the other.
    "Hub": {"hotline.services.hub", "hotline.services.recovery"},
    "ReceiptScheme": {"hotline.services.receipt"},
    "Recipient": {"hotline.services.recipient"},
    "Keeper": {"hotline.services.recovery"},
    "RecoveryOffer": {"hotline.services.recovery"},
    "Crowd": {"hotline.services.crowd"},
    # The reporter's door lodges, changes the code, takes back, and says that a message came; the desk moves
    # from state to state; the clock lets appear, passes on what is overdue and destroys. No two of them write
    # the same columns but for state, which `transitions` rules.
    "Report": {
        *("hotline.services.lodging", "hotline.services.receipt", "hotline.services.withdrawal"),
        *("hotline.services.conversation", "hotline.services.handling"),
        *("hotline.services.hourly", "hotline.services.deadline", "hotline.services.destruction"),
    },
    # Made with the report, given to one more recipient by two keepers, taken from one who leaves.
    "ReportKey": {"hotline.services.lodging", "hotline.services.recovery", "hotline.services.recipient"},
    "Message": {"hotline.services.conversation", "hotline.services.destruction"},
    "SealedFile": {"hotline.services.attachment", "hotline.services.destruction"},
    # Made with the file, passed on by its holder, given by recovery, taken from one who leaves.
    "OriginalPart": {
        *("hotline.services.attachment", "hotline.services.original"),
        *("hotline.services.recovery", "hotline.services.recipient"),
    },
    "ErasureRequest": {"hotline.services.erasure", "hotline.services.destruction"},
    # Made with the report, given its place in the record later; with that its campaign is counted.
    "Commitment": {"hotline.services.lodging", "hotline.services.slot"},
    "Campaign": {"hotline.services.campaign", "hotline.services.slot"},
    "Slot": {"hotline.services.slot"},
    "Grading": {"hotline.services.grading"},
    "CaseLink": {"hotline.services.case_link"},
    "HandOver": {"hotline.services.hand_over"},
    "CannedAnswer": {"hotline.services.canned_answer"},
    "Notice": {"hotline.services.notice"},
}
# Permissions are written through django-guardian, by `services.role` alone; those on cargo are views.
UNWRITTEN = {"Facility", "AccountPermission", "GroupPermission", "CargoPermission", "CargoGroupPermission"}
# SQL of our own that writes, and into which tables; `merge` writes for whoever calls it with a model.
RAW_SQL: dict[str, set[str]] = {
    "ledger.services.sealing": {"Leaf", "TileHash"},
    # A witness has a file of its own, and no table of ours.
    "ledger.witness.memory": set(),
    "access.services.merge": set(),
    "screening.services.rescreening_work": {"ScreeningTask"},
    IMPORTED_LOG: {"DataEvent", "GateEvent", "EventToScan"},
    # The texts of the statements that the import of the log runs.
    "access.services.port_directory.event_statements": set(),
    "access.models.event_key": {"EventKey"},
    "access.services.presence": {"Presence"},
    "access.services.silent_alarm": {"SilentAlarm"},
    LANE: {"GateEvent", "EventToScan", "SilentAlarm", "Presence", "Entry"},
    LOOK_UPS: {"DataEvent", "EventToScan", "Entry", "SilentAlarm"},
}
WRITING_SQL = re.compile(r"\b(INSERT INTO|UPDATE \S+ SET|DELETE FROM|TRUNCATE|COPY) ")


def test_tables_when_written_then_by_the_modules_named_here_alone() -> None:
    assert found() == WRITERS


def test_tables_when_all_are_counted_then_each_has_its_writer() -> None:
    assert models() == WRITERS.keys() | UNWRITTEN


def test_sql_when_written_by_hand_then_in_the_modules_named_here_alone() -> None:
    writing = {
        module.name
        for module in modules()
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITING_SQL.search(node.value)
    }
    assert writing == RAW_SQL.keys()


def found() -> dict[str, set[str]]:
    writers: defaultdict[str, set[str]] = defaultdict(set)
    for name, written_there in RAW_SQL.items():
        for model in written_there:
            writers[model].add(name)
    for module in modules():
        for model in written(module):
            writers[model].add(module.name)
    return dict(writers)


@cache
def models() -> set[str]:
    return {model.__name__ for app in APPS for model in apps.get_app_config(app).get_models()}


@cache
def related() -> dict[str, str]:
    """By the name of a reverse relation the model that it leads to."""
    return {
        name: relation.related_model.__name__
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for relation in model._meta.related_objects
        if (name := relation.get_accessor_name()) and relation.related_model.__name__ in models()
    }


def written(module: Module) -> Iterator[str]:
    """The models that a module's source writes."""
    # A module's own classes, such as the people of a simulated port, are no tables, whatever their name.
    own = {node.name for node in module.syntax.body if isinstance(node, ast.ClassDef)}
    known = models() if "models" in module.name.split(".") else models() - own
    for scope in scopes(module.syntax):
        names = {**parameters(scope), **assigned(scope)}
        for node in own_nodes(scope):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
                model = model_of(node.func.value, names)
            elif isinstance(node.func, ast.Name) and node.func.id in MERGES and node.args:
                model = model_of(node.args[0], names)
            else:
                continue
            if model in known:
                yield model


def scopes(tree: ast.Module) -> Iterator[ast.AST]:
    yield tree
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions inside it; lambdas belong to it."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        yield child
        yield from own_nodes(child)


def parameters(scope: ast.AST) -> dict[str, str]:
    """Parameters that are annotated with a model."""
    if not isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
        return {}
    arguments = [*scope.args.posonlyargs, *scope.args.args, *scope.args.kwonlyargs]
    return {
        argument.arg: name.id
        for argument in arguments
        if argument.annotation is not None
        for name in ast.walk(argument.annotation)
        if isinstance(name, ast.Name)
    }


def assigned(scope: ast.AST) -> dict[str, str]:
    """Local names whose value begins at a model: rows and querysets."""
    names = parameters(scope)
    for node in own_nodes(scope):
        if isinstance(node, ast.Assign):
            value, targets = node.value, node.targets
        elif isinstance(node, ast.AnnAssign) and isinstance(node.annotation, ast.Name):
            value, targets = ast.Call(node.annotation, [], []), [node.target]
        elif isinstance(node, ast.For | ast.comprehension):
            value, targets = node.iter, [node.target]
        else:
            continue
        model = model_of(value, names)
        for target in targets if model else []:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            names.update({part.id: model for part in parts[:1] if isinstance(part, ast.Name) and model})
    return names


def model_of(node: ast.expr, names: dict[str, str]) -> str | None:
    """The model at the root of an expression: `Badge.objects.filter(…)`, `Badge(…)`, `person.badges`."""
    relations = related()
    while True:
        if isinstance(node, ast.Attribute):
            if node.attr in relations:
                return relations[node.attr]
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node, ast.BoolOp):
            return next((found for value in node.values if (found := model_of(value, names))), None)
        elif isinstance(node, ast.Name):
            return names.get(node.id, node.id)
        else:
            return None
