"""Open work of dossiers that are decided says so itself."""

from django.db import migrations

DECIDED = """
UPDATE workflow_workitem i SET subject_done = true
FROM dossiers_dossier d
WHERE d.id = i.subject_id AND i.state <> 'done' AND d.status = 'completed'
"""


class Migration(migrations.Migration):

    dependencies = [
        ("dossiers", "0018_running_by_competent"),
        ("workflow", "0005_decided_cases"),
    ]

    operations = [migrations.RunSQL(DECIDED, migrations.RunSQL.noop)]
