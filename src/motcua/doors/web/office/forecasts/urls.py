"""Addresses of the forecasts."""

from django.urls import path

from . import views

app_name = "forecasts"
urlpatterns = [path("", views.risks, name="risks")]
