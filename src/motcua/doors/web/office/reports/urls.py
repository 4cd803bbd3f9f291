"""Addresses of the reports."""

from django.urls import path

from . import acts, cells, collect, files, spreadsheets, views

app_name = "reports"
urlpatterns = [
    path("", views.listing, name="list"),
    path("lap/", acts.new, name="new"),
    path("han-nop/", collect.deadlines, name="deadlines"),
    path("han-nop/<str:form>/<str:period>/", collect.consolidated, name="consolidated"),
    path("tep/", spreadsheets.listing, name="spreadsheets"),
    path("tep/<int:export_id>/", spreadsheets.one, name="spreadsheet"),
    path("tep/<int:export_id>/tai/", spreadsheets.take, name="take"),
    path("tep/<int:export_id>/ghi-lai/", spreadsheets.again, name="again"),
    path("<int:report_id>/", views.one, name="one"),
    path("<int:report_id>/viec/<str:deed>/", acts.act, name="act"),
    path("<int:report_id>/bao-cao.<str:kind>", files.report, name="file"),
    path("<int:report_id>/so/", cells.cell, name="cell"),
    path("<int:report_id>/so/ho-so.<str:kind>", files.dossiers, name="dossiers"),
    path("<int:report_id>/so/thay-doi.<str:kind>", files.moved, name="moved"),
    path("<int:report_id>/so/ghi-tep/", spreadsheets.order, name="order"),
]
