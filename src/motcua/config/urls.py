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

handler400 = "motcua.doors.web.ui.errors.bad_request"
handler403 = "motcua.doors.web.ui.errors.forbidden"
handler404 = "motcua.doors.web.ui.errors.not_found"
handler500 = "motcua.doors.web.ui.errors.server_error"
