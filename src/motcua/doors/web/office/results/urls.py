"""Addresses of the results desk."""

from django.urls import path

from . import views

app_name = "results"
urlpatterns = [
    path("", views.waiting, name="list"),
    path("<str:code>/", views.hand_over, name="hand_over"),
    path("<str:code>/xong/", views.done, name="done"),
]
