"""The machines' front alone."""

from importlib.util import find_spec

from django.urls import URLPattern, path

from .health import healthz

front: list[URLPattern] = []
if find_spec("motcua.doors.api.v1"):
    from motcua.doors.api.v1 import api

    front = [path("api/v1/", api.urls)]
urlpatterns = [path("healthz", healthz), *front]
