"""Addresses of the calendar desk."""

from django.urls import path

from .views import confirm_year, day, hours, propose_year, remove_day, year

app_name = "calendar"
urlpatterns = [
    path("", year, name="year"),
    path("day/", day, name="day"),
    path("day/remove/", remove_day, name="remove_day"),
    path("hours/", hours, name="hours"),
    path("confirm/", confirm_year, name="confirm_year"),
    path("propose/", propose_year, name="propose_year"),
]
