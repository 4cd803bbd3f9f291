"""Addresses of the rules desk."""

from django.urls import path

from . import views

app_name = "rules"
urlpatterns = [
    path("", views.periods, name="list"),
    path("<str:code>/", views.version, name="newest"),
    path("<str:code>/sua/", views.amend, name="amend"),
    path("<str:code>/<int:number>/", views.version, name="version"),
]
