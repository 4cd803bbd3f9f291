"""Install the nation's days off: 2018–2026 as decided, 2027 as proposed."""

from django.db import migrations

from motcua.people.agencies.rules import holidays

YEARS = range(2018, 2028)


def install(apps, schema_editor):
    days = apps.get_model("agencies", "CalendarDay")
    days.objects.using(schema_editor.connection.alias).bulk_create(
        days(
            agency=None,
            on=row.on,
            kind=row.kind.value,
            note=row.note,
            decision_no=row.decision,
            confirmed=row.confirmed,
            active=row.active,
        )
        for year in YEARS
        for row in holidays.days_of(year)
    )


def remove(apps, schema_editor):
    days = apps.get_model("agencies", "CalendarDay")
    days.objects.using(schema_editor.connection.alias).filter(agency=None).delete()


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
