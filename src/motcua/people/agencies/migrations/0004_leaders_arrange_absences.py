"""Roles that lead a unit may record absences and seat substitutes, also where an installation has its roles already."""

from django.db import migrations

_GIVE = """
UPDATE agencies_role SET permissions = array_append(permissions, 'agencies.substitute')
WHERE code IN ('one_stop_head', 'unit_leader') AND NOT 'agencies.substitute' = ANY(permissions)
"""
_TAKE = """
UPDATE agencies_role SET permissions = array_remove(permissions, 'agencies.substitute')
WHERE code IN ('one_stop_head', 'unit_leader')
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_absences_delegations_authority")]

    operations = [migrations.RunSQL(_GIVE, _TAKE)]
