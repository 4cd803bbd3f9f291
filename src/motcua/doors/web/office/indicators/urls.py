"""Addresses of the figures."""

from django.urls import path

from . import views

app_name = "indicators"
urlpatterns = [
    path("", views.period, name="period"),
    path("ho-so/", views.rows, name="rows"),
]
