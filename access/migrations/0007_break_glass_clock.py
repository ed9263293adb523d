"""Review clocks of break-glasses come forward when the ISPS level rises, and never go back."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_need_to_know_searches"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="breakglass",
            name="break_glass_fixed",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="breakglass",
            trigger=pgtrigger.compiler.Trigger(
                name="break_glass_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."port_id" IS DISTINCT FROM (NEW."port_id") OR OLD."account" IS DISTINCT FROM (NEW."account") OR OLD."object_type" IS DISTINCT FROM (NEW."object_type") OR OLD."object_ref" IS DISTINCT FROM (NEW."object_ref") OR OLD."field_class" IS DISTINCT FROM (NEW."field_class") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."begun_at" IS DISTINCT FROM (NEW."begun_at") OR OLD."level" IS DISTINCT FROM (NEW."level"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="508c0db4fd90b45a4d879fc9059009d78e364735",
                    operation="UPDATE",
                    pgid="pgtrigger_break_glass_fixed_53dc0",
                    table="access_breakglass",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="breakglass",
            trigger=pgtrigger.compiler.Trigger(
                name="break_glass_clock_only_earlier",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."review_due_at" > (OLD."review_due_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="34bcbc11fa56d5ab8b6eb9306af3992a3a4bcf8c",
                    operation="UPDATE",
                    pgid="pgtrigger_break_glass_clock_only_earlier_270a2",
                    table="access_breakglass",
                    when="BEFORE",
                ),
            ),
        ),
    ]
