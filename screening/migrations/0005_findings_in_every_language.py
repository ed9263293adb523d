"""What a finding says, beside its English sentence: names of sentences with their blanks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0004_adjudication"),
    ]

    operations = [
        migrations.AddField("finding", "said", models.JSONField(default=list)),
    ]
