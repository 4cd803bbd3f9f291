"""Addresses of one's own session. Those of allauth keep its names, which it asks for by itself."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from . import views

app_name = "session"
urlpatterns = [
    path("", views.home, name="home"),
    path("vi-tri/", views.switch, name="switch"),
    path("tuy-chon/", views.preferences, name="preferences"),
]
entrance: list[URLPattern | URLResolver] = [
    path("dang-nhap/", account.login, name="account_login"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("da-khoa/", account.account_inactive, name="account_inactive"),
    path("xac-minh/", account.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/", account.password_change, name="account_change_password"),
    path("hai-lop/", include("allauth.mfa.urls")),
]
