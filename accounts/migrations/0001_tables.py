"""Tables, constraints and triggers of the app's models."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import guardian.mixins
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("port_authority", "Port authority"),
                            ("terminal", "Terminal operator"),
                            ("carrier", "Shipping line"),
                            ("forwarder", "Forwarder"),
                            ("haulier", "Haulier"),
                            ("agent", "Ship's agent"),
                            ("contractor", "Contractor"),
                            ("authority", "Public authority"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=20,
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2)),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
                ),
                ("display_name", models.CharField(max_length=150)),
                ("is_device", models.BooleanField(default=False)),
                ("person_ref", models.CharField(blank=True, max_length=40)),
                ("theme", models.CharField(default="auto", max_length=5)),
                ("keys_on", models.BooleanField(default=True)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="users",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
            },
            bases=(guardian.mixins.GuardianUserMixin, models.Model),
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Port",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "locode",
                    models.CharField(
                        max_length=5,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[A-Z]{2}[A-Z2-9]{3}\\Z",
                                "A UN/LOCODE is two letters and three letters or digits.",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("country", models.CharField(max_length=2)),
                ("isps_level", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "ordering": ("locode",),
                "permissions": [
                    ("view_cases", "See applications and their checks"),
                    ("view_records", "See criminal record answers"),
                    ("enter_applications", "Enter applications"),
                    ("answer_checks", "Answer checks"),
                    ("propose_decisions", "Propose decisions"),
                    ("countersign_decisions", "Countersign decisions"),
                    ("suspend_clearances", "Suspend and withdraw clearances"),
                    ("view_people", "See people"),
                    ("view_outcomes", "See outcomes for one's own staff"),
                    ("issue_badges", "Issue badges"),
                    ("suspend_badges", "Suspend and revoke badges"),
                    ("view_badges", "See badges"),
                    ("watch_gates", "Watch gates live"),
                    ("submit_gate_attempts", "Submit gate attempts"),
                    ("manage_cargo", "Manage cargo data and grants"),
                    ("ask_decisions", "Ask for data access decisions"),
                    ("look_up_cargo", "Look up cargo in one's own work"),
                    ("view_events", "See access events"),
                    ("view_person_cases", "See unusual entries and person-cases"),
                    ("triage_person_cases", "Decide person-cases"),
                    ("view_changes", "See who changed what"),
                    ("export_lists", "Export lists"),
                    ("manage_policies", "Manage policies"),
                    ("load_watchlists", "Load watchlists"),
                    ("read_reports", "Read hotline reports"),
                    ("manage_accounts", "Manage accounts and roles"),
                ],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("isps_level__range", (1, 3))), name="port_isps_level_1_to_3"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Facility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=120)),
                (
                    "operator",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="accounts.organisation"
                    ),
                ),
                (
                    "port",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facilities",
                        to="accounts.port",
                    ),
                ),
            ],
            options={
                "ordering": ("code",),
                "constraints": [
                    models.UniqueConstraint(fields=("port", "code"), name="facility_once_per_port")
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("vetting_officer", "Vetting officer"),
                            ("deciding_officer", "Deciding officer"),
                            ("badge_officer", "Badge officer"),
                            ("gate_reader", "Gate reader (device)"),
                            ("data_owner", "Data owner"),
                            ("analyst", "Analyst"),
                            ("auditor", "Auditor"),
                            ("policy_officer", "Policy officer"),
                            ("employer", "Employer"),
                            ("hotline_officer", "Hotline officer"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=30,
                    ),
                ),
                ("valid_from", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("given_by", models.CharField(max_length=120)),
                (
                    "port",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_assignments",
                        to="accounts.port",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("port", "role"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("user", "port", "role"),
                        name="role_held_once_per_port",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page", models.CharField(max_length=80)),
                ("label", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=500)),
                ("is_shared", models.BooleanField(default=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("label",),
                "constraints": [
                    models.UniqueConstraint(fields=("user", "page", "label"), name="saved_view_label_once")
                ],
            },
        ),
    ]
