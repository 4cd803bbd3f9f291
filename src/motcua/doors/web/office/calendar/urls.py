"""Addresses of the calendar desk."""

from django.urls import path

from . import views

app_name = "calendar"
urlpatterns = [
    path("", views.year, name="year"),
    path("day/", views.day, name="day"),
    path("day/remove/", views.remove_day, name="remove_day"),
    path("hours/", views.hours, name="hours"),
    path("confirm/", views.confirm_year, name="confirm_year"),
    path("propose/", views.propose_year, name="propose_year"),
]
