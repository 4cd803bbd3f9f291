"""Addresses of one dossier."""

from django.urls import path

from . import deeds, files, views

app_name = "dossier"
urlpatterns = [
    path("<str:code>/", views.page_of, name="page"),
    path("<str:code>/giay-hen.pdf", files.receipt, name="receipt"),
    path("<str:code>/phieu-tu-choi.pdf", files.refusal, name="refusal"),
    path("<str:code>/giay-to/<slug:key>.pdf", files.paper, name="paper_of"),
    path("<str:code>/thu-xin-loi/<int:letter_id>/du-thao.pdf", files.draft, name="letter_draft"),
    path("<str:code>/tep/<int:version_id>/", files.file, name="file"),
    path("<str:code>/hien/", views.reveal, name="reveal"),
    path("<str:code>/take/", deeds.take, name="take"),
    path("<str:code>/release/", deeds.release, name="release"),
    path("<str:code>/assign/", deeds.assign, name="assign"),
    path("<str:code>/complete/", deeds.complete, name="complete"),
    path("<str:code>/note/", deeds.note, name="note"),
    path("<str:code>/attach/", deeds.attach, name="attach"),
    path("<str:code>/paper/", deeds.paper, name="paper"),
]
