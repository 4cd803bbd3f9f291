"""Addresses of the figures."""

from django.urls import path

from . import bulletin, dashboard, dictionary, exports, index, late, ranking, scores, targets, views, work

app_name = "indicators"
urlpatterns = [
    path("", views.period, name="period"),
    path("dieu-hanh/", dashboard.dashboard, name="dashboard"),
    path("tai/", exports.export, name="export"),
    path("qua-han/", late.late, name="late"),
    path("qua-han/nhac/", late.remind, name="remind"),
    path("766/", index.index, name="index"),
    path("thu-tuc/", index.procedures, name="procedures"),
    path("xep-hang/", ranking.of_units, name="ranking"),
    path("diem-cong-bo/", scores.of_others, name="scores"),
    path("diem-cong-bo/nhap/", scores.enter, name="scores-enter"),
    path("diem-cong-bo/tep/", scores.take, name="scores-take"),
    path("chi-tieu/", targets.of_unit, name="targets"),
    path("chi-tieu/dat/", targets.aim, name="targets-aim"),
    path("viec/", work.work, name="work"),
    path("viec/buoc/", work.steps, name="steps"),
    path("tu-dien/", dictionary.dictionary, name="dictionary"),
    path("ho-so/", views.rows, name="rows"),
    path("ban-tin/", bulletin.bulletin, name="bulletin"),
    path("ban-tin/ho-so/", bulletin.rows, name="bulletin_rows"),
    path("ban-tin/nhan/", bulletin.choose, name="bulletin_choose"),
]
