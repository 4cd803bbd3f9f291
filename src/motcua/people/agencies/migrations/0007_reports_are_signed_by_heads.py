"""Who prepares, checks, signs and collects reports, also where an installation has its roles already."""

from django.db import migrations

_GIVEN = {
    "reports.prepare": ("one_stop_officer", "one_stop_head", "unit_leader", "procedure_admin"),
    "reports.check": ("one_stop_head", "unit_leader", "procedure_admin", "signer", "leader"),
    "reports.sign": ("one_stop_head", "signer", "leader"),
    "reports.collect": ("one_stop_head", "signer", "leader"),
}


def _codes(roles):
    return ", ".join(f"'{role}'" for role in roles)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0006_heads_set_targets")]

    operations = [
        migrations.RunSQL(
            f"UPDATE agencies_role SET permissions = array_append(permissions, '{word}') "
            f"WHERE code IN ({_codes(roles)}) AND NOT '{word}' = ANY(permissions)",
            f"UPDATE agencies_role SET permissions = array_remove(permissions, '{word}') WHERE code IN ({_codes(roles)})",
        )
        for word, roles in _GIVEN.items()
    ]
