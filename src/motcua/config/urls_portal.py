"""The citizens' front alone: this process does not even route the office."""

from django.urls import include, path

from .health import healthz

urlpatterns = [path("healthz", healthz), path("", include("motcua.doors.web.portal.urls"))]

handler400 = "motcua.doors.web.ui.errors.bad_request"
handler403 = "motcua.doors.web.ui.errors.forbidden"
handler404 = "motcua.doors.web.ui.errors.not_found"
handler500 = "motcua.doors.web.ui.errors.server_error"
