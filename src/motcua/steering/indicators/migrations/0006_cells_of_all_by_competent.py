# Cells of all procedures are looked up by who is competent; those of single ones have an index of their own.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0007_reports_are_signed_by_heads'),
        ('indicators', '0005_cells_of_procedures'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='cell',
            name='cell_of_competent',
        ),
        migrations.AddIndex(
            model_name='cell',
            index=models.Index(condition=models.Q(('procedure', '')), fields=['competent', 'grain', 'first'], name='cell_of_competent'),
        ),
    ]
