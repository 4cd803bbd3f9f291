"""The citizens' front alone: this process does not even route the office."""

from django.urls import include, path

from .health import healthz

urlpatterns = [path("healthz", healthz), path("", include("motcua.doors.web.portal.urls"))]
