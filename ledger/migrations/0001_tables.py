"""Tables, constraints and triggers of the app's models."""

import uuid

import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=120)),
                ("slot", models.CharField(default="once", max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("claimed", "Running"),
                            ("done", "Done"),
                            ("parked", "Stopped after repeated failure"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=1)),
                ("result", models.JSONField(default=dict)),
                ("error", models.TextField(blank=True)),
                ("requested_by", models.CharField(max_length=120)),
                ("port", models.CharField(blank=True, max_length=10)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("position", models.BigAutoField(primary_key=True, serialize=False)),
                ("id", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("schema", models.PositiveSmallIntegerField(default=1)),
                ("kind", models.CharField(max_length=80)),
                ("kind_version", models.PositiveSmallIntegerField(default=1)),
                ("at", models.DateTimeField()),
                (
                    "database_clock",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("actor", models.CharField(max_length=120)),
                ("subject", models.CharField(max_length=120)),
                ("port", models.CharField(blank=True, max_length=10)),
                ("body", models.JSONField(default=dict)),
                ("writer", models.CharField(max_length=64)),
                ("writer_counter", models.BigIntegerField(null=True)),
                ("writer_mac", models.BinaryField(max_length=32, null=True)),
                ("leaf_hash", models.BinaryField(max_length=32)),
            ],
            options={
                "ordering": ("-position",),
                "indexes": [
                    models.Index(fields=["subject", "-position"], name="entry_by_subject"),
                    models.Index(fields=["actor", "-position"], name="entry_by_actor"),
                    models.Index(fields=["kind", "-position"], name="entry_by_kind"),
                    models.Index(fields=["port", "-position"], name="entry_by_port"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="entry_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9af85c6b3f9c8411a23816b1a171c8b8783d9c9c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_entry_append_only_cb569",
                    table="ledger_entry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="entry_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the ledger is never emptied';",
                    hash="5119f75f0793a2b2fa977f4fbfe626c17452e69b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_entry_no_truncate_57f08",
                    table="ledger_entry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "claimed"])), fields=["due_at"], name="job_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(fields=("kind", "subject", "slot"), name="job_asked_once"),
        ),
    ]
