"""Profiles as packed bytes, packed bytes without a second packing, and no index that another one begins with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import parsing.models

PACKED = {
    "parsing_parse": ["profile"],
    "parsing_page": ["words", "layout"],
    "parsing_stagerun": ["output"],
}


def pack_profiles(apps, schema_editor):
    Parse = apps.get_model("parsing", "Parse")
    for parse in Parse.objects.exclude(profile=None).only("pk", "profile").iterator(chunk_size=200):
        Parse.objects.filter(pk=parse.pk).update(packed=parse.profile)


def unpack_profiles(apps, schema_editor):
    Parse = apps.get_model("parsing", "Parse")
    for parse in Parse.objects.exclude(packed=None).only("pk", "packed").iterator(chunk_size=200):
        Parse.objects.filter(pk=parse.pk).update(profile=parse.packed)


def store_as_it_is(apps, schema_editor):
    _store(schema_editor, "EXTERNAL")


def store_as_usual(apps, schema_editor):
    _store(schema_editor, "EXTENDED")


def _store(schema_editor, how):
    """PostgreSQL would try to compress again what is compressed, at every write and for nothing."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, columns in PACKED.items():
        for column in columns:
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE {how}")


class Migration(migrations.Migration):
    dependencies = [("parsing", "0001_initial")]

    operations = [
        migrations.AddField("parse", "packed", parsing.models.PackedField(null=True)),
        migrations.RunPython(pack_profiles, unpack_profiles),
        migrations.RemoveField("parse", "profile"),
        migrations.RenameField("parse", "packed", "profile"),
        migrations.AlterField(
            "parse",
            "profile",
            parsing.models.PackedField(blank=True, help_text="JSON Resume with our extensions.", null=True),
        ),
        migrations.AlterField(
            "batchitem",
            "batch",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="parsing.batch",
            ),
        ),
        migrations.AlterField(
            "page",
            "parse",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pages",
                to="parsing.parse",
            ),
        ),
        migrations.AlterField(
            "parse",
            "resume",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parses",
                to="parsing.resume",
            ),
        ),
        migrations.AlterField(
            "resume",
            "owner",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="resumes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "stagerun",
            "parse",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stage_runs",
                to="parsing.parse",
            ),
        ),
        migrations.RunPython(store_as_it_is, store_as_usual),
    ]
