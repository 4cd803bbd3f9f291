from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "motcua.people.agencies"
    label = "agencies"
    default_auto_field = "django.db.models.BigAutoField"
