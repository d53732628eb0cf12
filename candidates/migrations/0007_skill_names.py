from django.db import migrations, models
from django.db.models import Value


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0006_inferred_gender"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="skill_names",
            field=models.JSONField(
                db_default=Value([], models.JSONField()),
                default=list,
                editable=False,
                help_text="The same as the taxonomy calls them, each once: what filters count and find.",
            ),
        ),
    ]
