"""Addresses of the counter."""

from django.urls import path

from . import views

app_name = "reception"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("xong/<str:code>/", views.done, name="done"),
    path("<str:procedure>/", views.intake, name="intake"),
    path("<str:procedure>/nguoi/", views.fill, name="fill"),
    path("<str:procedure>/hen/", views.terms, name="terms"),
    path("<str:procedure>/tu-choi/", views.decline, name="decline"),
]
