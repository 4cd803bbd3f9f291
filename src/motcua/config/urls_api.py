"""The machines' front alone."""

from django.urls import path

from motcua.doors.api.v1 import api

from .health import healthz

front = [path("api/v1/", api.urls)]
urlpatterns = [path("healthz", healthz), *front]
