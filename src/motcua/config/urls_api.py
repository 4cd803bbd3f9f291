"""The machines' front alone."""

from django.urls import include, path

from motcua.doors.api.v1 import api

from .health import healthz

front = [
    path("api/v1/", api.urls),
    path("api/messaging/", include("motcua.doors.interchange.messaging.urls")),
]
urlpatterns = [path("healthz", healthz), *front]
