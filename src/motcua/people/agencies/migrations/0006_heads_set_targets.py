"""Heads set targets, those who control procedures enter published scores, also where there are roles already."""

from django.db import migrations

_GIVEN = {
    "indicators.targets": ("leader", "one_stop_head", "unit_leader"),
    "indicators.scores": ("leader", "one_stop_head", "procedure_admin"),
}


def _codes(roles):
    return ", ".join(f"'{role}'" for role in roles)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_heads_sign_and_approve")]

    operations = [
        migrations.RunSQL(
            f"UPDATE agencies_role SET permissions = array_append(permissions, '{word}') "
            f"WHERE code IN ({_codes(roles)}) AND NOT '{word}' = ANY(permissions)",
            f"UPDATE agencies_role SET permissions = array_remove(permissions, '{word}') WHERE code IN ({_codes(roles)})",
        )
        for word, roles in _GIVEN.items()
    ]
