"""Tables, constraints and triggers of the app's models."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from portsec.migration_operations import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_tables"),
        ("accounts", "0001_tables"),
        ("screening", "0002_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="area",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="areas", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="badge",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="badges",
                to="screening.person",
            ),
        ),
        migrations.AddField(
            model_name="badge",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="badges", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="badgechange",
            name="badge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="access.badge"
            ),
        ),
        migrations.AddField(
            model_name="cargovisit",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cargo_visits", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="dataevent",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="data_events",
                to="screening.person",
            ),
        ),
        migrations.AddField(
            model_name="dataevent",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="data_events", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="eventtoscan",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="events_to_scan", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="flags", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="gateevent",
            name="badge",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="access.badge",
            ),
        ),
        migrations.AddField(
            model_name="gateevent",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="gate_events",
                to="screening.person",
            ),
        ),
        migrations.AddField(
            model_name="gateevent",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="gate_events", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="incidents", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="personcase",
            name="closed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="person_cases_closed",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personcase",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="person_cases",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personcase",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="person_cases",
                to="screening.person",
            ),
        ),
        migrations.AddField(
            model_name="personcase",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="person_cases", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="flags", to="access.personcase"
            ),
        ),
        migrations.AddField(
            model_name="reader",
            name="area_from",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="readers_out",
                to="access.area",
            ),
        ),
        migrations.AddField(
            model_name="reader",
            name="area_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="readers_in",
                to="access.area",
            ),
        ),
        migrations.AddField(
            model_name="reader",
            name="device",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reader",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reader",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="readers", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="gateevent",
            name="reader",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="access.reader",
            ),
        ),
        migrations.AddField(
            model_name="releasehop",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="release_hops", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="rosterspan",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="roster_spans", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="scanstate",
            name="port",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="scan_state", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="traveltime",
            name="reader_from",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="travel_from", to="access.reader"
            ),
        ),
        migrations.AddField(
            model_name="traveltime",
            name="reader_to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="travel_to", to="access.reader"
            ),
        ),
        migrations.AddField(
            model_name="vesselcall",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="vessel_calls", to="accounts.port"
            ),
        ),
        migrations.AddField(
            model_name="cargovisit",
            name="vessel_call",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cargo_visits",
                to="access.vesselcall",
            ),
        ),
        migrations.AddField(
            model_name="workorder",
            name="port",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="work_orders", to="accounts.port"
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.UniqueConstraint(fields=("port", "code"), name="area_code_once_per_port"),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__range", (0, 3))), name="area_level_0_to_3"
            ),
        ),
        migrations.AddIndex(
            model_name="badge",
            index=models.Index(fields=["person", "state"], name="badge_by_person"),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.UniqueConstraint(fields=("port", "serial"), name="badge_serial_once_per_port"),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gt", models.F("valid_from"))), name="badge_ends_after_start"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="badge",
            trigger=pgtrigger.compiler.Trigger(
                name="badge_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{active:expired,active:lost,active:returned,active:revoked,active:stolen,active:superseded,active:suspended,expired:returned,lost:returned,lost:stolen,revoked:returned,stolen:returned,superseded:returned,suspended:active,suspended:expired,suspended:lost,suspended:returned,suspended:revoked,suspended:stolen}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="27f6857451b06d6df61337b0efc4e87dd14a896d",
                    operation="UPDATE",
                    pgid="pgtrigger_badge_states_32ce8",
                    table="access_badge",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="badgechange",
            trigger=pgtrigger.compiler.Trigger(
                name="badge_change_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2967e87c1e72dba9e0592a53e9470df71904e3ab",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_badge_change_fixed_485aa",
                    table="access_badgechange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="dataevent",
            index=models.Index(fields=["port", "-at", "-number"], name="data_event_newest"),
        ),
        migrations.AddIndex(
            model_name="dataevent",
            index=models.Index(fields=["port", "person_ref", "-at"], name="data_event_by_person"),
        ),
        migrations.AddIndex(
            model_name="dataevent",
            index=models.Index(fields=["port", "object_ref", "-at"], name="data_event_by_object"),
        ),
        migrations.AddConstraint(
            model_name="dataevent",
            constraint=models.UniqueConstraint(
                fields=("port", "source", "code"), name="data_event_once_per_source"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dataevent",
            trigger=pgtrigger.compiler.Trigger(
                name="data_event_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a81f466ea2f284cca21b246449f17f2c9132bda1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_data_event_append_only_2312b",
                    table="access_dataevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="eventtoscan",
            index=models.Index(fields=["port", "at"], name="event_to_scan_by_port"),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(fields=["port", "object_ref", "account"], name="grant_by_object"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                fields=("port", "account", "object_type", "object_ref", "field_class", "valid_from"),
                name="grant_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gt", models.F("valid_from"))), name="grant_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.UniqueConstraint(fields=("port", "code"), name="incident_once_per_port"),
        ),
        migrations.AddIndex(
            model_name="personcase",
            index=models.Index(fields=["port", "state", "-score"], name="person_case_queue"),
        ),
        migrations.AddConstraint(
            model_name="personcase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("port", "subject"),
                name="person_case_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.UniqueConstraint(fields=("port", "rule", "key"), name="flag_once"),
        ),
        migrations.AddConstraint(
            model_name="reader",
            constraint=models.UniqueConstraint(fields=("port", "code"), name="reader_code_once_per_port"),
        ),
        migrations.AddIndex(
            model_name="gateevent",
            index=models.Index(fields=["port", "-at", "-number"], name="gate_event_newest"),
        ),
        migrations.AddIndex(
            model_name="gateevent",
            index=models.Index(fields=["port", "person_ref", "-at"], name="gate_event_by_person"),
        ),
        migrations.AddIndex(
            model_name="gateevent",
            index=models.Index(fields=["port", "badge_serial", "-at"], name="gate_event_by_badge"),
        ),
        migrations.AddIndex(
            model_name="gateevent",
            index=models.Index(fields=["port", "reader_code", "-at"], name="gate_event_by_reader"),
        ),
        migrations.AddConstraint(
            model_name="gateevent",
            constraint=models.UniqueConstraint(
                fields=("port", "source", "code"), name="gate_event_once_per_source"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="gate_event_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9a32bff29ece1f78f20c742b732b6f211f1ca446",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_gate_event_append_only_27129",
                    table="access_gateevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="releasehop",
            index=models.Index(fields=["port", "container", "at"], name="release_hop_by_container"),
        ),
        migrations.AddConstraint(
            model_name="releasehop",
            constraint=models.UniqueConstraint(
                fields=("port", "container", "from_organisation", "to_organisation", "at"),
                name="release_hop_once",
            ),
        ),
        migrations.AddIndex(
            model_name="rosterspan",
            index=models.Index(fields=["port", "person_ref", "ends_at"], name="roster_by_person"),
        ),
        migrations.AddConstraint(
            model_name="rosterspan",
            constraint=models.UniqueConstraint(
                fields=("port", "person_ref", "kind", "starts_at"), name="roster_span_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterspan",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="roster_span_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="traveltime",
            constraint=models.UniqueConstraint(fields=("reader_from", "reader_to"), name="travel_time_once"),
        ),
        migrations.AddConstraint(
            model_name="vesselcall",
            constraint=models.UniqueConstraint(fields=("port", "code"), name="vessel_call_once_per_port"),
        ),
        migrations.AddIndex(
            model_name="cargovisit",
            index=models.Index(fields=["port", "container"], name="cargo_visit_by_container"),
        ),
        migrations.AddConstraint(
            model_name="cargovisit",
            constraint=models.UniqueConstraint(
                fields=("port", "container", "discharged_at"), name="cargo_visit_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="cargovisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("risk__range", (1, 3))), name="cargo_visit_risk_1_to_3"
            ),
        ),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(fields=["port", "object_ref", "opened_at"], name="work_order_by_object"),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.UniqueConstraint(
                fields=("port", "ref", "object_ref"), name="work_order_once_per_object"
            ),
        ),
    ]
    operations = at_once(operations)
