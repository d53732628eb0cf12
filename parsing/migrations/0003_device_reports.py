import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parsing', '0002_lighter_rows'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeviceReport',
            fields=[
                ('worker', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('used', models.CharField(blank=True, help_text='The engine that was used, and its device.', max_length=200)),
                ('problem', models.TextField(blank=True)),
                ('trouble', models.TextField(blank=True)),
                ('told_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['worker'],
            },
        ),
    ]
