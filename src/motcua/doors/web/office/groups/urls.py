"""Addresses of groups."""

from django.urls import path

from . import offices, views

app_name = "groups"
urlpatterns = [
    path("", offices.listing, name="list"),
    path("noi-lam/<str:procedure>/<int:agency_id>/", offices.offices, name="offices"),
    path("<str:code>/", views.page_of, name="page"),
]
