"""Addresses of the reports."""

from django.urls import path

from . import acts, cells, collect, files, views

app_name = "reports"
urlpatterns = [
    path("", views.listing, name="list"),
    path("lap/", acts.new, name="new"),
    path("han-nop/", collect.deadlines, name="deadlines"),
    path("han-nop/<str:form>/<str:period>/", collect.consolidated, name="consolidated"),
    path("<int:report_id>/", views.one, name="one"),
    path("<int:report_id>/viec/<str:deed>/", acts.act, name="act"),
    path("<int:report_id>/bao-cao.<str:kind>", files.report, name="file"),
    path("<int:report_id>/so/", cells.cell, name="cell"),
    path("<int:report_id>/so/ho-so.<str:kind>", files.dossiers, name="dossiers"),
]
