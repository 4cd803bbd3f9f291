"""Signers sign, heads approve, administrators keep the rules, also where an installation has its roles already."""

from django.db import migrations

_GIVEN = {
    "dossiers.sign": ("signer",),
    "dossiers.approve": ("signer", "unit_leader", "one_stop_head"),
    "dossiers.rules": ("administrator",),
}


def _codes(roles):
    return ", ".join(f"'{role}'" for role in roles)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_leaders_arrange_absences")]

    operations = [
        migrations.RunSQL(
            f"UPDATE agencies_role SET permissions = array_append(permissions, '{word}') "
            f"WHERE code IN ({_codes(roles)}) AND NOT '{word}' = ANY(permissions)",
            f"UPDATE agencies_role SET permissions = array_remove(permissions, '{word}') WHERE code IN ({_codes(roles)})",
        )
        for word, roles in _GIVEN.items()
    ]
