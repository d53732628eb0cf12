"""Names of skills as one text a person, made anew: the taxonomy that names them changed as well."""

from django.db import migrations
from django.db.models import F

import candidates.models.names
from candidates.taxonomy import called

AT_ONCE = 1000


def name_skills(apps, schema_editor):
    """Give everybody the names of their skills, and let index and filters hear of it."""
    candidates = apps.get_model("candidates", "Candidate").objects
    rows = candidates.exclude(skills=[]).order_by("pk").only("pk", "skills", "skill_names")
    last = None
    while some := list((rows if last is None else rows.filter(pk__gt=last))[:AT_ONCE]):
        for each in some:
            each.skill_names = called(map(str, each.skills))
        candidates.bulk_update(some, ["skill_names"])
        candidates.filter(pk__in=[each.pk for each in some]).update(version=F("version") + 1)
        last = some[-1].pk
    if last is not None:
        for name in ("JobProfile", "Label"):
            apps.get_model("candidates", name).objects.update(generation=F("generation") + 1)


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0009_application_score"),
    ]

    operations = [
        migrations.RemoveField(model_name="candidate", name="skill_names"),
        migrations.AddField(
            model_name="candidate",
            name="skill_names",
            field=candidates.models.names.NamesField(
                db_default="",
                default=list,
                editable=False,
                help_text="The same as the taxonomy calls them, each once: what filters count and find.",
            ),
        ),
        migrations.RunPython(name_skills, migrations.RunPython.noop),
    ]
