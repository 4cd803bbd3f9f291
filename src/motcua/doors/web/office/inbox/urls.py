"""Addresses of the worklist."""

from django.urls import path

from . import bulk, views

app_name = "inbox"
urlpatterns = [
    path("", views.worklist, name="list"),
    path("viec/", bulk.bulk, name="bulk"),
    path("ket-qua/", bulk.report, name="report"),
]
