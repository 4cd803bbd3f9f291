"""Each printing of a year's register, with the volumes it has by now."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_appointments_ended_at_once'),
        ("dossiers", "0007_paper_numbers"),
    ]

    operations = [
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('lines', models.PositiveIntegerField()),
                ('volumes', models.PositiveSmallIntegerField()),
                ('printed', models.PositiveSmallIntegerField(default=0)),
                ('brought', models.JSONField(default=list)),
                ('finished_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'year', '-id'], name='book_of_a_year')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('agency', 'year'), name='book_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('printed__lt', models.F('volumes'))), models.Q(('finished_at__isnull', False), ('printed', models.F('volumes'))), _connector='OR'), name='book_finished_with_its_last_volume')],
            },
        ),
    ]
