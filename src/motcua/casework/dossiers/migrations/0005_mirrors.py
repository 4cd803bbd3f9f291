"""A dossier declined by another system is shown without the reason that its own paper gives."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0004_submitted_queue")]

    operations = [
        migrations.RemoveConstraint(model_name="dossier", name="dossier_declined_has_reason"),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=Q(status="declined", declined_at__isnull=False, instance__isnull=True)
                & (Q(decline_reason__gt="") | Q(flag="mirrored"))
                | (~Q(status="declined") & Q(declined_at__isnull=True)),
                name="dossier_declined_has_reason",
            ),
        ),
    ]
