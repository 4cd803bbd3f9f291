"""Addresses of the catalogue desk."""

from django.urls import path

from . import views

app_name = "catalogue"
urlpatterns = [
    path("", views.drafts, name="list"),
    path("publish/", views.publish_many, name="publish_many"),
    path("<int:version_id>/", views.version, name="version"),
    path("<int:version_id>/flags/", views.settle, name="settle"),
    path("<int:version_id>/rows/<int:row>/", views.row, name="row"),
    path("<int:version_id>/publish/", views.publish, name="publish"),
    path("<int:version_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:version_id>/discard/", views.discard, name="discard"),
]
