"""The staff's front alone."""

from django.urls import include, path

from .health import healthz

front = [path("office/", include("motcua.doors.web.office.urls"))]
urlpatterns = [path("healthz", healthz), *front]
