"""Counters for badge serials and for the references of person-cases."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE access_badge_serial START 100001",
            reverse_sql="DROP SEQUENCE access_badge_serial",
        ),
        migrations.RunSQL(
            "CREATE SEQUENCE access_person_case_number",
            reverse_sql="DROP SEQUENCE access_person_case_number",
        ),
    ]
