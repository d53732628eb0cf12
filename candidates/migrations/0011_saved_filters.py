from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0010_skill_names_as_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="savedsearch",
            name="filters",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Parameters of the list of candidates, each with its values.",
            ),
        ),
    ]
