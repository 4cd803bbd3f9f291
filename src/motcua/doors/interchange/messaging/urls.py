"""Addresses that carriers call."""

from django.urls import path

from . import inbound

app_name = "messaging"
urlpatterns = [path("sms/reports/", inbound.report, name="sms_report")]
