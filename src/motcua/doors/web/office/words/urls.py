"""Addresses of the desk of everyday words."""

from django.urls import path

from . import views

app_name = "words"
urlpatterns = [
    path("", views.words, name="list"),
    path("add/", views.add, name="add"),
    path("<int:word_id>/remove/", views.remove, name="remove"),
]
