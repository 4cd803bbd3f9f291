"""The staff's front alone."""

from django.urls import include, path

from .health import healthz

front = [path("office/", include("motcua.doors.web.office.urls"))]
urlpatterns = [path("healthz", healthz), *front]

handler400 = "motcua.doors.web.ui.errors.bad_request"
handler403 = "motcua.doors.web.ui.errors.forbidden"
handler404 = "motcua.doors.web.ui.errors.not_found"
handler500 = "motcua.doors.web.ui.errors.server_error"
