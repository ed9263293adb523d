from django.db import migrations


class Migration(migrations.Migration):
    """Capabilities at ports move from guardian's own table into ours, where permissions have an end.

    The old rows go: two tables with the same rows would one day say different things. guardian's table for
    groups never had any.
    """

    dependencies = [
        ("accounts", "0003_need_to_know"),
        (
            "guardian",
            "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more",
        ),
    ]

    operations = [
        migrations.RunSQL(
            sql="""
                INSERT INTO accounts_accountpermission (user_id, permission_id, content_type_id, object_pk, purpose, case_ref, grant_ref)
                SELECT user_id, permission_id, content_type_id, object_pk, '', '', '' FROM guardian_userobjectpermission
                ON CONFLICT DO NOTHING;
                DELETE FROM guardian_userobjectpermission;
            """,
            reverse_sql="""
                INSERT INTO guardian_userobjectpermission (user_id, permission_id, content_type_id, object_pk)
                SELECT user_id, permission_id, content_type_id, object_pk FROM accounts_accountpermission
                WHERE valid_from <= statement_timestamp()
                AND (valid_until IS NULL OR valid_until > statement_timestamp())
                ON CONFLICT DO NOTHING;
            """,
        )
    ]
