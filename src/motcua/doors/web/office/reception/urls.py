"""Addresses of the counter."""

from django.urls import path

from . import afar, views, waiting

app_name = "reception"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("xong/<str:code>/", views.done, name="done"),
    path("submitted/", waiting.listing, name="waiting"),
    path("submitted/<str:code>/", waiting.page_of, name="submitted"),
    path("submitted/<str:code>/hien/", waiting.reveal, name="reveal"),
    path("submitted/<str:code>/nhan/", waiting.accept, name="accept"),
    path("submitted/<str:code>/bo-sung/", waiting.ask, name="ask"),
    path("submitted/<str:code>/nhan-bo-sung/", waiting.supply, name="supply"),
    path("submitted/<str:code>/tu-choi/", waiting.decline, name="decline_submitted"),
    path("<str:procedure>/ghi/", afar.record, name="record"),
    path("<str:procedure>/bo-sung/", afar.ask, name="ask_at_counter"),
    path("<str:procedure>/", views.intake, name="intake"),
    path("<str:procedure>/nguoi/", views.fill, name="fill"),
    path("<str:procedure>/hen/", views.terms, name="terms"),
    path("<str:procedure>/tu-choi/", views.decline, name="decline"),
]
