"""Addresses of notices and messages; `open` and `read` only take forms: looking at an address changes nothing."""

from django.urls import path

from . import messages, views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("read/", views.read, name="read"),
    path("read-all/", views.read_all, name="read_all"),
    path("<int:notice_id>/open/", views.open_subject, name="open"),
    path("messages/", messages.stuck, name="messages"),
    path("messages/resend/", messages.resend, name="resend"),
    path("messages/<int:message_id>/", messages.message, name="message"),
]
