"""The office, desk by desk."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("calendar/", include("motcua.doors.web.office.calendar.urls")),
    path("catalogue/", include("motcua.doors.web.office.catalogue.urls")),
]
