"""Addresses of one dossier."""

from django.urls import path

from . import correction, deeds, ending, enquiry, files, holders, letter, money, sendback, supplement, views
from .forms import view_of

app_name = "dossier"
urlpatterns = [
    path("<str:code>/", views.page_of, name="page"),
    path("<str:code>/giay-hen.pdf", files.receipt, name="receipt"),
    path("<str:code>/phieu-tu-choi.pdf", files.refusal, name="refusal"),
    path("<str:code>/giay-to/<slug:key>.pdf", files.paper, name="paper_of"),
    path("<str:code>/thu-xin-loi/<int:letter_id>/du-thao.pdf", files.draft, name="letter_draft"),
    path("<str:code>/tep/<int:version_id>/", files.file, name="file"),
    path("<str:code>/hien/", views.reveal, name="reveal"),
    path("<str:code>/ai-giu/", holders.holders, name="holders"),
    path("<str:code>/take/", deeds.take, name="take"),
    path("<str:code>/release/", deeds.release, name="release"),
    path("<str:code>/assign/", deeds.assign, name="assign"),
    path("<str:code>/complete/", deeds.complete, name="complete"),
    path("<str:code>/note/", deeds.note, name="note"),
    path("<str:code>/attach/", deeds.attach, name="attach"),
    path("<str:code>/paper/", deeds.paper, name="paper"),
    path("<str:code>/tiep-tuc/", deeds.resume, name="resume"),
    path("<str:code>/bo-sung/", view_of(supplement.ASK), name="ask"),
    path("<str:code>/nhan-bo-sung/", view_of(supplement.SUPPLY), name="supply"),
    path("<str:code>/nghia-vu/", view_of(money.DEMAND), name="demand"),
    path("<str:code>/da-nop/", view_of(money.SETTLE), name="settle"),
    path("<str:code>/tam-dung/", view_of(money.PAUSE), name="pause"),
    path("<str:code>/lay-y-kien/", view_of(enquiry.CONSULT), name="consult"),
    path("<str:code>/xac-minh/", view_of(enquiry.VERIFY), name="verify"),
    path("<str:code>/hoi/<int:about_id>/tra-loi/", view_of(enquiry.ANSWER), name="answer"),
    path("<str:code>/hoi/<int:about_id>/bien-ban/", view_of(enquiry.RECORD), name="record"),
    path("<str:code>/hoi/<int:about_id>/khong-cho/", view_of(enquiry.WAIVE), name="waive"),
    path("<str:code>/thu-xin-loi/<int:about_id>/", view_of(letter.APPROVE), name="letter"),
    path("<str:code>/khong-nhan/", view_of(sendback.REFUSE), name="refuse"),
    path("<str:code>/sua-tiep-nhan/", view_of(correction.CORRECT), name="correct"),
    path("<str:code>/rut/", view_of(ending.WITHDRAW), name="withdraw"),
    path("<str:code>/dung/", view_of(ending.STOP), name="stop"),
    path("<str:code>/tra-loi-khong/", view_of(ending.REJECT), name="reject"),
]
