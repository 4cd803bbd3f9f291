# The case is decided: kept on its open work, so that worklists need not ask the dossier.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0007_reports_are_signed_by_heads'),
        ('workflow', '0004_sketches'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='workitem',
            name='item_pool_open',
        ),
        migrations.AddField(
            model_name='workitem',
            name='subject_done',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(condition=models.Q(('post__isnull', True), ('state', 'open')), fields=['agency', 'role', 'subject_due_at', 'id'], name='item_pooled'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['agency', 'subject_due_at', 'id'], include=('role', 'post', 'subject_done', 'accept_by', 'taken_at'), name='item_unit_open'),
        ),
    ]
