"""The screens of the hall; no desk of theirs is open yet."""

from django.urls import path

from .health import healthz

urlpatterns = [path("healthz", healthz)]
