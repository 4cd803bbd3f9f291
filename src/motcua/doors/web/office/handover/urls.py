"""Addresses of the hand-over desk."""

from django.urls import path

from . import bags, slips, views

app_name = "handover"
urlpatterns = [
    path("", views.give, name="give"),
    path("xep/", views.pack, name="pack"),
    path("di/", views.under_way, name="under_way"),
    path("nhan/", views.take, name="take"),
    path("nhan/quet/", views.scan, name="scan"),
    path("chua-khop/", views.apart, name="apart"),
    path("nguoi-nop/nhan/", bags.take_in, name="take_in"),
    path("nguoi-nop/tra/", bags.give_back, name="give_back"),
    path("nhan-bi/<str:token>/", bags.label, name="label"),
    path("phieu/", views.open_slip, name="open_slip"),
    path("phieu/<int:slip_id>/", slips.slip, name="slip"),
    path("phieu/<int:slip_id>/in/", slips.printed, name="print"),
    path("phieu/<int:slip_id>/xep/", slips.add, name="add"),
    path("phieu/<int:slip_id>/bo/", slips.take_out, name="take_out"),
    path("phieu/<int:slip_id>/huy/", slips.discard, name="discard"),
    path("phieu/<int:slip_id>/gui/", slips.send, name="send"),
    path("phieu/<int:slip_id>/quet/", slips.scan, name="scan_line"),
    path("phieu/<int:slip_id>/thieu/", slips.miss, name="miss"),
    path("phieu/<int:slip_id>/mat/", slips.lose, name="lose"),
    path("phieu/<int:slip_id>/ky/", slips.close, name="close"),
]
