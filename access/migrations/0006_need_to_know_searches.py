"""Indexes by which a search finds the containers that work, chain and place connect with somebody."""

from django.db import migrations, models
from django.db.models.functions import Lower, Trim

from portsec.migration_operations import at_once


class Migration(migrations.Migration):
    dependencies = [("access", "0005_need_to_know")]

    operations = [
        migrations.AddIndex(
            model_name="cargovisit",
            index=models.Index(fields=["port", "bill_of_lading"], name="cargo_visit_by_lading"),
        ),
        migrations.AddIndex(
            model_name="cargovisit",
            index=models.Index(fields=["port", "owner"], name="cargo_visit_by_owner"),
        ),
        migrations.AddIndex(
            model_name="cargovisit",
            index=models.Index(fields=["port", "block"], name="cargo_visit_by_block"),
        ),
        migrations.AddIndex(
            model_name="cargovisit",
            index=models.Index(fields=["port", "terminal"], name="cargo_visit_by_terminal"),
        ),
        migrations.AddIndex(
            model_name="releasehop",
            index=models.Index(fields=["port", "from_organisation"], name="release_hop_by_giver"),
        ),
        migrations.AddIndex(
            model_name="releasehop",
            index=models.Index(fields=["port", "to_organisation"], name="release_hop_by_taker"),
        ),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(fields=["port", "person_ref"], name="work_order_by_person"),
        ),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(fields=["port", "team"], name="work_order_by_team"),
        ),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index("port", Lower(Trim("kind")), name="work_order_by_kind"),
        ),
    ]
    operations = at_once(operations)
