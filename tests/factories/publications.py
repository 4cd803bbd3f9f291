"""A procedure published anew, by a decision that says what a test wants it to say."""

from datetime import date, timedelta

from motcua.casework.procedures.services import imports, publishing
from motcua.ground.kernel.actors import system
from tests.factories.world import MORNING

BY = system("test")
SIGNED = date(2026, 11, 2)


def republish(code: str, **said: object) -> None:
    """Publish a further version of a procedure, decided on `SIGNED`; ``said``: the rest of the decision."""
    record = {
        "ma_thu_tuc": code,
        "ten_thu_tuc": f"Thủ tục {code}",
        "trinh_tu_thuc_hien": "Nộp.",
        "cach_thuc_thuc_hien": "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp5 Ngày làm việcMiễn phí",
        "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn1 bản chính",
    }
    imports.import_records([record], by=BY, at=MORNING)
    decision = publishing.Decision(number="9/QĐ", on=SIGNED + timedelta(days=1), decided_on=SIGNED, **said)
    publishing.publish(code, decision, by=BY, at=MORNING)
