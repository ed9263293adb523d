"""What the tables need first: trigram search, and a counter for case references."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        migrations.RunSQL(
            "CREATE SEQUENCE screening_application_number",
            reverse_sql="DROP SEQUENCE screening_application_number",
        ),
    ]
