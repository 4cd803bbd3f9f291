"""Addresses of the follow-up register."""

from django.urls import path

from . import views

app_name = "registers"
urlpatterns = [
    path("", views.year, name="year"),
    path("in/", views.order, name="order"),
    path("<int:agency_id>/<int:year>.<str:kind>", views.table, name="table"),
    path("<int:agency_id>/<int:year>/ghi-tep/", views.order_table, name="order_table"),
    path("in/<int:book_id>/quyen-<int:number>.pdf", views.volume, name="volume"),
]
