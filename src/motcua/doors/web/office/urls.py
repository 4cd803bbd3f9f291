"""The office, desk by desk."""

from django.urls import URLPattern, URLResolver, include, path

from .inbox.views import find
from .session.urls import entrance

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("motcua.doors.web.office.session.urls")),
    *entrance,
    path("tim/", find, name="search"),
    path("reception/", include("motcua.doors.web.office.reception.urls")),
    path("inbox/", include("motcua.doors.web.office.inbox.urls")),
    path("dossiers/", include("motcua.doors.web.office.dossier.urls")),
    path("groups/", include("motcua.doors.web.office.groups.urls")),
    path("results/", include("motcua.doors.web.office.results.urls")),
    path("registers/", include("motcua.doors.web.office.registers.urls")),
    path("indicators/", include("motcua.doors.web.office.indicators.urls")),
    path("forecasts/", include("motcua.doors.web.office.forecasts.urls")),
    path("reports/", include("motcua.doors.web.office.reports.urls")),
    path("handover/", include("motcua.doors.web.office.handover.urls")),
    path("calendar/", include("motcua.doors.web.office.calendar.urls")),
    path("notices/", include("motcua.doors.web.office.notices.urls")),
    path("rules/", include("motcua.doors.web.office.rules.urls")),
    path("agency/", include("motcua.doors.web.office.agency.urls")),
    path("processes/", include("motcua.doors.web.office.processes.urls")),
    path("catalogue/tu-ngu/", include("motcua.doors.web.office.words.urls")),
    path("catalogue/", include("motcua.doors.web.office.catalogue.urls")),
]
