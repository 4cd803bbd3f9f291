"""Addresses of the desk of processes."""

from django.urls import path

from . import draw, moving, views

app_name = "processes"
urlpatterns = [
    path("", views.processes, name="list"),
    path("new/", views.new, name="new"),
    path("import/", views.take_in, name="take_in"),
    path("versions/<int:definition_id>/quy-trinh.bpmn", views.bpmn, name="bpmn"),
    path("versions/<int:definition_id>/draw/", views.draw_next, name="draw_next"),
    path("moves/<int:move_id>/", moving.progress, name="progress"),
    path("moves/<int:move_id>/go/", moving.go, name="go"),
    path("moves/<int:move_id>/undo/", moving.undo, name="undo"),
    path("moves/<int:move_id>/stop/", moving.stop, name="stop"),
    path("<slug:key>/", views.sheet, name="sheet"),
    path("<slug:key>/diff/", views.diff, name="diff"),
    path("<slug:key>/move/", moving.plan, name="move"),
    path("<slug:key>/draw/", draw.draw, name="draw"),
    path("<slug:key>/draw/check/", draw.check, name="check"),
    path("<slug:key>/draw/quy-trinh.bpmn", draw.bpmn, name="draw_bpmn"),
    path("<slug:key>/draw/scenarios/", draw.scenarios, name="scenarios"),
    path("<slug:key>/draw/issue/", draw.issue, name="issue"),
    path("<slug:key>/draw/discard/", draw.discard, name="discard"),
]
