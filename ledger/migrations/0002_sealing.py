"""The tree over the record: leaves, stored hashes, signed checkpoints, signatures of witnesses."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "size", "witness", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("witness", models.CharField(max_length=200)),
                ("line", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(unique=True)),
                ("hash", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="SignedCheckpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("frontier", models.BinaryField()),
                ("note", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="TileHash",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level", "index", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.RenameField(
            model_name="entry",
            old_name="leaf_hash",
            new_name="content_hash",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="cosignature_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cb8c45b300402768135027582bbef5b92acf9414",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_cosignature_append_only_6ad29",
                    table="ledger_cosignature",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="cosignature_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the ledger is never emptied';",
                    hash="110fb3bad8daddc0c4deaac02e10205debfaeba9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_cosignature_no_truncate_72729",
                    table="ledger_cosignature",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leaf",
            trigger=pgtrigger.compiler.Trigger(
                name="leaf_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="039577ee7372ce692a6db6a0074a59f23175763e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_leaf_append_only_87b38",
                    table="ledger_leaf",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leaf",
            trigger=pgtrigger.compiler.Trigger(
                name="leaf_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the ledger is never emptied';",
                    hash="6f4e8bd3aa9e65517bd324204a666207814c3e32",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_leaf_no_truncate_52b35",
                    table="ledger_leaf",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signedcheckpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="signedcheckpoint_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="09b0a1c56815edec373255a12ffe5074d2a11062",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_signedcheckpoint_append_only_957f7",
                    table="ledger_signedcheckpoint",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signedcheckpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="signedcheckpoint_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the ledger is never emptied';",
                    hash="7a291e18e5630400b878da08894605959419cf23",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_signedcheckpoint_no_truncate_83472",
                    table="ledger_signedcheckpoint",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tilehash",
            trigger=pgtrigger.compiler.Trigger(
                name="tilehash_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8d56ac13a2eaa540a50339a67aa9ad42bb124313",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_tilehash_append_only_9a492",
                    table="ledger_tilehash",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tilehash",
            trigger=pgtrigger.compiler.Trigger(
                name="tilehash_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the ledger is never emptied';",
                    hash="ab31c2cc528771a1d590cfc02ef17e45b6d89846",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_tilehash_no_truncate_bed84",
                    table="ledger_tilehash",
                    when="BEFORE",
                ),
            ),
        ),
    ]
