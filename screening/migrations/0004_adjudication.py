"""Two officers for "same" on every hit, fixed grounds of a dismissal, and referral to an authority."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from portsec.migration_operations import at_once

# What one officer alone called the same in an open case waits for the second one. In a closed case it stays as
# it was decided, which is why the constraint is not checked against rows that are there already.
WAIT_FOR_SECOND = """
UPDATE screening_hit AS hit
   SET state = 'open', decided_by_id = NULL, decided_at = NULL, reason = '',
       same_said_by_id = hit.decided_by_id, same_said_at = hit.decided_at, same_said_reason = hit.reason
  FROM screening_check AS asked
  JOIN screening_application AS application ON application.id = asked.application_id
 WHERE hit.check_answered_id = asked.id
   AND hit.state = 'same' AND hit.same_said_by_id IS NULL
   AND application.closed_at IS NULL;
UPDATE screening_hit
   SET state = 'open', decided_by_id = NULL, decided_at = NULL, reason = ''
 WHERE same_said_by_id IS NOT NULL AND state IN ('unsure', 'different');
SET CONSTRAINTS ALL IMMEDIATE;
"""

GROUNDS = [
    ("birth_date", "Date of birth differs by more than a year"),
    ("sex", "Sex differs"),
    ("birth_place", "Place of birth differs"),
    ("document", "Document number differs"),
    ("photograph", "Photograph shows another person"),
    ("authority", "Identity confirmed by the authority"),
    ("name_part", "Only one part of the name is alike"),
    ("other", "Another reason"),
]
SOURCES = [
    ("ofac", "OFAC SDN list"),
    ("un", "UN Security Council list"),
    ("eu", "EU consolidated list"),
    ("own", "Own list"),
    ("police", "Restricted list"),
]


def same_by_two(name):
    return models.CheckConstraint(
        condition=models.Q(
            models.Q(("state", "same"), _negated=True),
            models.Q(
                ("decided_by__isnull", False),
                ("same_said_by__isnull", False),
                models.Q(("same_said_by", models.F("decided_by")), _negated=True),
            ),
            _connector="OR",
        ),
        name=name,
    )


def officer():
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


def added(model):
    return [
        migrations.AddField(
            model, "ground", models.CharField(blank=True, choices=GROUNDS, default="", max_length=12)
        ),
        migrations.AddField(model, "referred_to", models.CharField(blank=True, default="", max_length=120)),
        migrations.AddField(
            model, "answer_reference", models.CharField(blank=True, default="", max_length=40)
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0003_procedure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("hit", "hit_same_by_two"),
        *added("hit"),
        *added("crewhit"),
        migrations.AddField("crewhit", "same_said_by", officer()),
        migrations.AddField("crewhit", "same_said_at", models.DateTimeField(null=True)),
        migrations.AddField("crewhit", "same_said_reason", models.TextField(blank=True, default="")),
        migrations.AlterField("hit", "decided_by", officer()),
        migrations.AlterField("hit", "same_said_reason", models.TextField(blank=True, default="")),
        migrations.AlterField("listentry", "source", models.CharField(choices=SOURCES, max_length=10)),
        migrations.AlterField("listversion", "source", models.CharField(choices=SOURCES, max_length=10)),
        migrations.RunSQL(WAIT_FOR_SECOND, migrations.RunSQL.noop),
        AddConstraintNotValid("hit", same_by_two("hit_same_by_two")),
        AddConstraintNotValid("crewhit", same_by_two("crew_hit_same_by_two")),
    ]
    operations = at_once(operations)
