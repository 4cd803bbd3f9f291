# When the newest act a procedure rests on takes effect, and whether it is offered online from end to end.

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('procedures', '0003_decided_across_a_boundary'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='version',
            name='published_is_immutable',
        ),
        migrations.AddField(
            model_name='version',
            name='basis_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='version',
            name='online_whole',
            field=models.BooleanField(null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='version',
            trigger=pgtrigger.compiler.Trigger(name='published_is_immutable', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state IN ('published', 'withdrawn'))", func="\n                    IF TG_OP = 'DELETE' OR NEW.content IS DISTINCT FROM OLD.content OR NEW.name <> OLD.name\n                       OR NEW.raw <> OLD.raw OR NEW.sector <> OLD.sector OR NEW.source <> OLD.source\n                       OR NEW.decision_no <> OLD.decision_no OR NEW.decided_on IS DISTINCT FROM OLD.decided_on\n                       OR NEW.basis_on IS DISTINCT FROM OLD.basis_on\n                       OR NEW.online_whole IS DISTINCT FROM OLD.online_whole\n                       OR NEW.procedure_id <> OLD.procedure_id OR NEW.number <> OLD.number\n                       OR NEW.valid_from IS DISTINCT FROM OLD.valid_from OR NEW.fingerprint <> OLD.fingerprint\n                       OR NEW.state NOT IN ('published', 'withdrawn') THEN\n                        RAISE EXCEPTION 'a published version never changes';\n                    END IF;\n                    RETURN NEW;\n                ", hash='1f7c27e4d90aa11e24d3e3133c0ef583f30a11f1', operation='UPDATE OR DELETE', pgid='pgtrigger_published_is_immutable_d0414', table='procedures_version', when='BEFORE')),
        ),
    ]
