"""PostgreSQL itself refuses to change or delete an audit event."""

from django.db import migrations

CREATE = """
CREATE FUNCTION accounts_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit events are never changed or deleted';
END $$;
CREATE TRIGGER accounts_audit_append_only BEFORE UPDATE OR DELETE ON accounts_auditevent
  FOR EACH ROW EXECUTE FUNCTION accounts_audit_is_append_only();
"""
DROP = """
DROP TRIGGER accounts_audit_append_only ON accounts_auditevent;
DROP FUNCTION accounts_audit_is_append_only();
"""


def run(sql):
    def apply(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return apply


def make_head(apps, schema_editor):
    apps.get_model("accounts", "AuditHead").objects.get_or_create(id=1)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunPython(make_head, migrations.RunPython.noop),
        migrations.RunPython(run(CREATE), run(DROP)),
    ]
