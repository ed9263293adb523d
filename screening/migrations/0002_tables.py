"""Tables, constraints and triggers of the app's models."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import screening.models.person
from portsec.migration_operations import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("screening", "0001_search_and_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ListEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ofac", "OFAC SDN list"),
                            ("un", "UN Security Council list"),
                            ("own", "Own list"),
                        ],
                        max_length=10,
                    ),
                ),
                ("uid", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("organisation", "Organisation"),
                            ("vessel", "Vessel"),
                            ("aircraft", "Aircraft"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.TextField()),
                ("data", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("source", "uid"),
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "field_classes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), default=list, size=None
                    ),
                ),
                ("risk", models.PositiveSmallIntegerField(default=1)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("standard", "Standard"),
                            ("enhanced", "Enhanced"),
                            ("authority", "Authority"),
                        ],
                        default="standard",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.CharField(max_length=20, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("initial", "First application"),
                            ("renewal", "Renewal"),
                            ("reassessment", "Reassessment"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("checking", "Checks running"),
                            ("in_review", "In review"),
                            ("proposed", "Second approval"),
                            ("granted", "Cleared"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="received",
                        max_length=12,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("standard", "Standard"),
                            ("enhanced", "Enhanced"),
                            ("authority", "Authority"),
                        ],
                        max_length=10,
                    ),
                ),
                ("declared_convictions", models.BooleanField(null=True)),
                ("declared_history", models.BooleanField(default=False)),
                ("ground", models.TextField(blank=True)),
                ("source", models.CharField(blank=True, max_length=120)),
                ("urgent", models.BooleanField(default=False)),
                ("submitted_by", models.CharField(max_length=120)),
                ("submitted_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "port",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="accounts.port",
                    ),
                ),
            ],
            options={
                "ordering": ("due_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=120)),
                (
                    "recommendation",
                    models.CharField(
                        choices=[
                            ("suitable", "Suitable"),
                            ("unsuitable", "Unsuitable"),
                            ("weigh", "To be weighed by an officer"),
                            ("incomplete", "Not complete"),
                        ],
                        max_length=12,
                    ),
                ),
                ("validity_months", models.PositiveSmallIntegerField()),
                ("set_aside", models.JSONField(default=list)),
                ("hidden", models.PositiveSmallIntegerField(default=0)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="screening.application",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "get_latest_by": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identity", "Identity document"),
                            ("criminal_record", "Criminal record"),
                            ("watchlist", "Watchlists"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("requested", "Requested"), ("answered", "Answered")],
                        default="requested",
                        max_length=10,
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clear", "Nothing found"),
                            ("findings", "Something found"),
                            ("unobtainable", "Not obtainable"),
                        ],
                        max_length=12,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("requested_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=120)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="screening.application",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("standard", "Standard"),
                            ("enhanced", "Enhanced"),
                            ("authority", "Authority"),
                        ],
                        max_length=10,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("granted", "Granted"),
                            ("suspended", "Suspended"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="granted",
                        max_length=10,
                    ),
                ),
                ("state_since", models.DateTimeField()),
                (
                    "port",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearances",
                        to="accounts.port",
                    ),
                ),
            ],
            options={
                "ordering": ("-valid_from", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ClearanceChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("granted", "Granted"),
                            ("suspended", "Suspended"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("reason", models.TextField()),
                (
                    "clearance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="screening.clearance",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Conviction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("offence_code", models.CharField(max_length=7)),
                ("completion", models.CharField(default="C", max_length=1)),
                ("participation", models.CharField(default="M", max_length=1)),
                ("exemption", models.CharField(blank=True, max_length=1)),
                ("sanction_code", models.CharField(blank=True, max_length=5)),
                ("sanction_months", models.PositiveSmallIntegerField(null=True)),
                ("sanction_suspended", models.BooleanField(default=False)),
                ("day_rates", models.PositiveSmallIntegerField(null=True)),
                ("country", models.CharField(max_length=2)),
                ("offence_date", models.DateField(null=True)),
                ("decided_on", models.DateField()),
                ("final_on", models.DateField(null=True)),
                ("released_on", models.DateField(null=True)),
                ("rehabilitated", models.BooleanField(default=False)),
                ("pardoned", models.BooleanField(default=False)),
                ("amnesty", models.BooleanField(default=False)),
                ("juvenile", models.BooleanField(default=False)),
                ("declared", models.BooleanField(default=False)),
                (
                    "check_answered",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="convictions",
                        to="screening.check",
                    ),
                ),
            ],
            options={
                "ordering": ("-decided_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("grant", "Grant clearance"), ("refuse", "Refuse clearance")], max_length=8
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("standard", "Standard"),
                            ("enhanced", "Enhanced"),
                            ("authority", "Authority"),
                        ],
                        max_length=10,
                    ),
                ),
                ("valid_until", models.DateField(null=True)),
                ("reason", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for the second officer"),
                            ("countersigned", "Countersigned"),
                            ("returned", "Returned"),
                        ],
                        default="proposed",
                        max_length=14,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer_reason", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions_answered",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="screening.application",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="screening.assessment"),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions_proposed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-proposed_at",),
            },
        ),
        migrations.AddField(
            model_name="clearance",
            name="decision",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clearance",
                to="screening.decision",
            ),
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("criterion", models.CharField(max_length=60)),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("bar", "Bars a clearance"),
                            ("presume_unsuitable", "Speaks against, unless rebutted"),
                            ("refer", "A person must weigh this"),
                            ("note", "For information"),
                        ],
                        max_length=20,
                    ),
                ),
                ("sentence", models.TextField()),
                ("rule", models.CharField(blank=True, max_length=60)),
                ("source", models.TextField(blank=True)),
                ("counts_until", models.DateField(null=True)),
                ("permanent", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                ("caveats", models.JSONField(default=list)),
                ("incomplete", models.BooleanField(default=False)),
                ("about", models.CharField(blank=True, max_length=60)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="screening.assessment",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Hit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_version", models.PositiveIntegerField()),
                ("score", models.DecimalField(decimal_places=3, max_digits=4)),
                ("priority", models.DecimalField(decimal_places=3, max_digits=4)),
                ("evidence", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To decide"),
                            ("same", "Same person"),
                            ("different", "Different person"),
                            ("unsure", "Unsure"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "check_answered",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hits", to="screening.check"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hits",
                        to="screening.listentry",
                    ),
                ),
            ],
            options={
                "ordering": ("-priority", "-score", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ListName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("quality", models.CharField(max_length=10)),
                ("search_key", models.TextField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="list_names",
                        to="screening.listentry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ListVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ofac", "OFAC SDN list"),
                            ("un", "UN Security Council list"),
                            ("own", "Own list"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField(null=True)),
                ("loaded_at", models.DateTimeField()),
                ("loaded_by", models.CharField(max_length=120)),
                ("entries", models.PositiveIntegerField()),
                ("names", models.PositiveIntegerField()),
                ("added", models.PositiveIntegerField()),
                ("changed", models.PositiveIntegerField()),
                ("removed", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("source", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("source", "number"), name="list_version_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="listentry",
            name="added_in",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries_added",
                to="screening.listversion",
            ),
        ),
        migrations.AddField(
            model_name="listentry",
            name="removed_in",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries_removed",
                to="screening.listversion",
            ),
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="screening.application",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-at",),
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=screening.models.person.new_reference, max_length=12, unique=True
                    ),
                ),
                ("external_ref", models.CharField(blank=True, max_length=60)),
                ("family_name", models.CharField(max_length=120)),
                ("given_names", models.CharField(blank=True, max_length=120)),
                ("native_name", models.CharField(blank=True, max_length=200)),
                ("search_name", models.CharField(max_length=260)),
                ("birth_date", models.DateField(null=True)),
                ("nationality", models.CharField(blank=True, max_length=2)),
                ("sex", models.CharField(blank=True, max_length=1)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("employee", "Employee"),
                            ("contractor", "Contractor"),
                            ("seafarer", "Seafarer"),
                            ("foreign_expert", "Foreign expert"),
                        ],
                        default="employee",
                        max_length=20,
                    ),
                ),
                ("job_title", models.CharField(blank=True, max_length=120)),
                ("employment", models.CharField(blank=True, max_length=40)),
                ("peer_group", models.CharField(blank=True, max_length=60)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "port",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="accounts.port"
                    ),
                ),
            ],
            options={
                "ordering": ("family_name", "given_names", "pk"),
            },
        ),
        migrations.AddField(
            model_name="clearance",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="clearances", to="screening.person"
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="screening.person",
            ),
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("legal_ref", models.TextField()),
                ("valid_from", models.DateField()),
                ("document", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("code", "-version"),
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="policy_version_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="assessment",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="screening.policyversion"
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="screening.policyversion"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyversion",
            trigger=pgtrigger.compiler.Trigger(
                name="policy_version_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="80bcaed416546bbc361efe2db767a7a43a7a0208",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_policy_version_fixed_9ce28",
                    table="screening_policyversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="screening.post"
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.UniqueConstraint(fields=("application", "kind"), name="check_kind_once"),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("result", ""), ("state", "requested")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("state", "answered"),
                        models.Q(("result", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="check_answered_has_result",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clearancechange",
            trigger=pgtrigger.compiler.Trigger(
                name="clearance_change_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c70331ce858244fcdf13c39f0eb63ccf472c10fd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_clearance_change_fixed_abf81",
                    table="screening_clearancechange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")), fields=("application",), name="decision_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_by__isnull", True),
                    models.Q(("answered_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="decision_two_hands",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_by__isnull", True), ("state", "proposed")),
                    models.Q(models.Q(("state", "proposed"), _negated=True), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="decision_answered_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "refuse"), ("valid_until__isnull", False), _connector="OR"),
                name="decision_grant_has_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="hit",
            constraint=models.UniqueConstraint(fields=("check_answered", "entry"), name="hit_once_per_entry"),
        ),
        migrations.AddIndex(
            model_name="listname",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_key"], name="list_name_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="listentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_in__isnull", True)),
                fields=("source", "uid"),
                name="list_entry_in_force_once",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_name"], name="person_search_name", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["port", "family_name", "given_names"], name="person_by_name"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_ref", ""), _negated=True),
                fields=("port", "external_ref"),
                name="person_external_ref_once_per_port",
            ),
        ),
        migrations.AddIndex(
            model_name="clearance",
            index=models.Index(fields=["person", "-valid_from", "-id"], name="clearance_current"),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                name="clearance_ends_after_start",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clearance",
            trigger=pgtrigger.compiler.Trigger(
                name="clearance_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{granted:suspended,granted:withdrawn,suspended:granted,suspended:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="523f8a9720e60b4b010cae369a6d260d34c8d458",
                    operation="UPDATE",
                    pgid="pgtrigger_clearance_states_bd9cc",
                    table="screening_clearance",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(fields=("port", "code"), name="post_code_once_per_port"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("risk__range", (1, 3))), name="post_risk_1_to_3"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["port", "state", "due_on"], name="application_queue"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["person", "-submitted_at"], name="application_by_person"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["received", "checking", "in_review", "proposed"])),
                fields=("person", "post", "kind"),
                name="application_open_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="application",
            trigger=pgtrigger.compiler.Trigger(
                name="application_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{checking:in_review,checking:withdrawn,in_review:checking,in_review:proposed,in_review:withdrawn,proposed:granted,proposed:in_review,proposed:refused,proposed:withdrawn,received:checking,received:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="897e7995cc22dd88c8ca6053e073aa6c59677583",
                    operation="UPDATE",
                    pgid="pgtrigger_application_states_07d0d",
                    table="screening_application",
                    when="BEFORE",
                ),
            ),
        ),
    ]
    operations = at_once(operations)
