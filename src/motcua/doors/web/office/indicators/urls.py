"""Addresses of the figures."""

from django.urls import path

from . import bulletin, views

app_name = "indicators"
urlpatterns = [
    path("", views.period, name="period"),
    path("ho-so/", views.rows, name="rows"),
    path("ban-tin/", bulletin.bulletin, name="bulletin"),
    path("ban-tin/ho-so/", bulletin.rows, name="bulletin_rows"),
    path("ban-tin/nhan/", bulletin.choose, name="bulletin_choose"),
]
