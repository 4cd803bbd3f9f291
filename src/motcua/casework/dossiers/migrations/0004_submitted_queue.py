"""The queue of what was handed in from afar: what waits for its applicant before receipt is found by agency."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_moves")]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("flag", "before_receipt")), fields=["agency"], name="dossier_asked_before_receipt"
            ),
        ),
    ]
