"""Every front in one process: development, demo, and an installation of one machine."""

from django.urls import include, path

from . import urls_api, urls_office
from .health import healthz

urlpatterns = [
    path("healthz", healthz),
    *urls_api.front,
    *urls_office.front,
    path("", include("motcua.doors.web.portal.urls")),
]
