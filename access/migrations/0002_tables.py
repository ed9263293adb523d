"""Tables, constraints and triggers of the app's models."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_numbers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Badge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("serial", models.CharField(max_length=40)),
                ("person_ref", models.CharField(blank=True, max_length=60)),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                            ("revoked", "Revoked"),
                            ("expired", "Expired"),
                            ("lost", "Lost"),
                            ("stolen", "Stolen"),
                            ("superseded", "Replaced"),
                            ("returned", "Returned"),
                        ],
                        default="active",
                        max_length=12,
                    ),
                ),
                ("state_since", models.DateTimeField()),
                ("credential_hash", models.BinaryField(max_length=32, null=True, unique=True)),
                ("issued_by", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ("-state_since", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="BadgeChange",
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
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                            ("revoked", "Revoked"),
                            ("expired", "Expired"),
                            ("lost", "Lost"),
                            ("stolen", "Stolen"),
                            ("superseded", "Replaced"),
                            ("returned", "Returned"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("reason", models.TextField()),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CargoVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("container", models.CharField(max_length=11)),
                ("owner", models.CharField(blank=True, max_length=120)),
                ("origin", models.CharField(blank=True, max_length=5)),
                ("bill_of_lading", models.CharField(blank=True, max_length=60)),
                ("terminal", models.CharField(blank=True, max_length=60)),
                ("block", models.CharField(blank=True, max_length=40)),
                ("discharged_at", models.DateTimeField(null=True)),
                ("gate_out_at", models.DateTimeField(null=True)),
                ("risk", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "ordering": ("-discharged_at", "container"),
            },
        ),
        migrations.CreateModel(
            name="DataEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=60)),
                ("code", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("account", models.CharField(max_length=120)),
                ("person_ref", models.CharField(blank=True, max_length=60)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("read", "Read"),
                            ("list", "List"),
                            ("search", "Search"),
                            ("export", "Export"),
                            ("print", "Print"),
                            ("write", "Change"),
                            ("release", "Release"),
                            ("nominate", "Nominate"),
                            ("override", "Override"),
                        ],
                        max_length=10,
                    ),
                ),
                ("object_type", models.CharField(max_length=30)),
                ("object_ref", models.CharField(max_length=60)),
                (
                    "field_class",
                    models.CharField(
                        choices=[
                            ("S0", "Public"),
                            ("S1", "Operational"),
                            ("S2", "Sensitive"),
                            ("S3", "Critical"),
                        ],
                        max_length=2,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=1)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("ok", "Shown"),
                            ("denied", "Refused"),
                            ("not_found", "Not found"),
                            ("error", "Error"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("explanation", models.CharField(blank=True, max_length=4)),
                ("explanation_ref", models.CharField(blank=True, max_length=140)),
                ("workstation_area", models.CharField(blank=True, max_length=40)),
                ("ip", models.CharField(blank=True, max_length=45)),
                ("system", models.CharField(blank=True, max_length=40)),
                ("purpose", models.CharField(blank=True, max_length=200)),
                ("work_ref", models.CharField(blank=True, max_length=60)),
                ("receipt", models.CharField(blank=True, max_length=110)),
            ],
            options={
                "ordering": ("-at", "-number"),
            },
        ),
        migrations.CreateModel(
            name="EventToScan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stream", models.CharField(choices=[("gate", "Gate"), ("data", "Data")], max_length=4)),
                ("event_number", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=4)),
                ("version", models.PositiveSmallIntegerField()),
                ("family", models.CharField(max_length=1)),
                (
                    "severity",
                    models.CharField(
                        choices=[("C", "Critical"), ("H", "High"), ("M", "Medium"), ("I", "Informational")],
                        max_length=1,
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), size=None
                    ),
                ),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("text", models.TextField()),
                ("innocent", models.TextField()),
                ("points", models.FloatField()),
                ("parameters", models.JSONField(default=dict)),
                ("tried", models.JSONField(default=list)),
                ("found_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-last_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="GateEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=60)),
                ("code", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("reader_code", models.CharField(max_length=40)),
                ("direction", models.CharField(choices=[("in", "In"), ("out", "Out")], max_length=3)),
                ("badge_serial", models.CharField(blank=True, max_length=40)),
                ("person_ref", models.CharField(blank=True, max_length=60)),
                (
                    "result",
                    models.CharField(choices=[("granted", "Granted"), ("refused", "Refused")], max_length=8),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("auth_mode", models.CharField(blank=True, max_length=30)),
                ("vehicle", models.CharField(blank=True, max_length=30)),
                ("escort", models.CharField(blank=True, max_length=60)),
                ("receipt", models.CharField(blank=True, max_length=110)),
            ],
            options={
                "ordering": ("-at", "-number"),
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=120)),
                ("object_type", models.CharField(max_length=30)),
                ("object_ref", models.CharField(max_length=60)),
                (
                    "field_class",
                    models.CharField(
                        choices=[
                            ("S0", "Public"),
                            ("S1", "Operational"),
                            ("S2", "Sensitive"),
                            ("S3", "Critical"),
                        ],
                        max_length=2,
                    ),
                ),
                ("purpose", models.CharField(max_length=200)),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                ("granted_by", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ("-valid_from",),
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pickup_outside_chain", "Pick-up outside the release chain"),
                            ("unordered_move", "Move without an order"),
                            ("seal_broken", "Seal broken"),
                            ("intruder", "Intruder"),
                            ("seizure", "Seizure"),
                        ],
                        max_length=30,
                    ),
                ),
                ("container", models.CharField(blank=True, max_length=11)),
                ("area", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "ordering": ("-at",),
            },
        ),
        migrations.CreateModel(
            name="PersonCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.CharField(max_length=20, unique=True)),
                ("subject", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To look at"),
                            ("escalated", "Reassessment opened"),
                            ("explained", "Explained"),
                            ("dismissed", "Dismissed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("score", models.FloatField(default=0)),
                ("bypass", models.BooleanField(default=False)),
                ("opened_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("reassessment_ref", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "ordering": ("-bypass", "-score", "-updated_at"),
            },
        ),
        migrations.CreateModel(
            name="Reader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("terminal", models.CharField(blank=True, max_length=60)),
                ("in_service", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="ReleaseHop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("container", models.CharField(max_length=11)),
                ("from_organisation", models.CharField(blank=True, max_length=60)),
                ("to_organisation", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("person_ref", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="RosterSpan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_ref", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("shift", "Shift"),
                            ("on_call", "On call"),
                            ("leave", "Leave"),
                            ("sick", "Sick"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("area", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "ordering": ("starts_at",),
            },
        ),
        migrations.CreateModel(
            name="ScanState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scanned_until", models.DateTimeField()),
                ("not_evaluated", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="TravelTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("minimum_seconds", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="VesselCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("vessel", models.CharField(blank=True, max_length=120)),
                ("imo", models.CharField(blank=True, max_length=7)),
                ("berth", models.CharField(blank=True, max_length=60)),
                ("eta", models.DateTimeField(null=True)),
                ("ata", models.DateTimeField(null=True)),
                ("etd", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-eta", "code"),
            },
        ),
        migrations.CreateModel(
            name="WorkOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=40)),
                ("person_ref", models.CharField(blank=True, max_length=60)),
                ("team", models.CharField(blank=True, max_length=60)),
                ("object_ref", models.CharField(max_length=60)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("opened_by", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "ordering": ("-opened_at",),
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("level", models.PositiveSmallIntegerField(default=1)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="access.area",
                    ),
                ),
            ],
            options={
                "ordering": ("code",),
            },
        ),
    ]
