"""One filled-in form of each kind: as it mostly is, with nothing that may be left out, and with everything very long."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from motcua.casework.dossiers.rules.forms import table
from motcua.casework.dossiers.rules.forms.apology import ApologyData, EarlierLetter
from motcua.casework.dossiers.rules.forms.control import ControlData, HandOver, Side
from motcua.casework.dossiers.rules.forms.handover import BatchLine, HandoverData
from motcua.casework.dossiers.rules.forms.house import Agency, Matter, PaperLine, Party, Signer
from motcua.casework.dossiers.rules.forms.label import LabelData
from motcua.casework.dossiers.rules.forms.minutes import MinutesData, Participant
from motcua.casework.dossiers.rules.forms.receipt import ReceiptData
from motcua.casework.dossiers.rules.forms.refusal import RefusalData
from motcua.casework.dossiers.rules.forms.register import RegisterData, RegisterLine
from motcua.casework.dossiers.rules.forms.result_receipt import ResultLine, ResultReceiptData
from motcua.casework.dossiers.rules.forms.stop import StopData
from motcua.casework.dossiers.rules.forms.supplement import SupplementData, Wanted
from motcua.casework.dossiers.rules.forms.withdrawal import WithdrawalData
from motcua.casework.dossiers.vocabulary import Form, FormSet, Initiator, Status, SupplementReason, Timeliness
from motcua.ground.kernel import clock

OLD, NEW = FormSet.TT01_2018, FormSet.TT03_2025


def at(day, hour=8, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=clock.VIETNAM)


MORNING, DUE = at(10, 8, 42), at(23, 17)
CENTRE = Agency(
    name="Trung tâm Phục vụ hành chính công",
    parent="Ủy ban nhân dân xã Tân Hòa",
    place="Tân Hòa",
    address="12 đường Trần Phú, xã Tân Hòa",
    phone="02993888999",
)
NGUYET = Party(
    name="Nguyễn Thị Ánh Nguyệt",
    id_number="036088004417",
    address="Thôn Đông, xã Tân Hòa, tỉnh Minh Giang",
    phone="0912345678",
    email="anhnguyet@example.vn",
)
BINH = Party(name="Lê Văn Bình", id_number="036090001111", address="Thôn Đoài, xã Tân Hòa, tỉnh Minh Giang")
LONG_PARTY = Party(
    name="TRẦN THỊ NGỌC ÁNH DƯƠNG PHƯỢNG HOÀNG TÔN NỮ QUỲNH NHƯ ÁI VÂN KHÁNH HUYỀN ẪN ẶNG ỄN ỖNG ỮNG",
    id_number="001185012345",
    address="Số nhà 1234/56/78/90 đường Nguyễn Thị Minh Khai nối dài, tổ dân phố số 15, ấp Đông Thạnh, xã Tân Hòa",
    phone="+84912345678",
    email="ten-rat-dai-cua-mot-nguoi-nop-ho-so@hop-thu-dien-tu.example.vn",
)
LONG_PROCEDURE = (
    "Xác định lại diện tích đất ở của hộ gia đình, cá nhân đã được cấp Giấy chứng nhận trước ngày "
    "01 tháng 7 năm 2004 và đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất"
)
LONG_REASON = (
    "Qua đối chiếu bản đồ địa chính, sổ mục kê và hồ sơ lưu, ranh giới thửa đất số 128 tờ bản đồ số 14 chồng lên thửa "
    "liền kề do Ủy ban nhân dân xã quản lý; các bên chưa ký giáp ranh và đang chờ kết quả hòa giải ở cơ sở. "
) * 3
MATTER = {
    "agency": CENTRE,
    "code": "H99.24-261110-0047",
    "procedure_code": "1.013978",
    "procedure_name": "Đăng ký biến động quyền sử dụng đất (chuyển nhượng)",
    "submitter": NGUYET,
}
PAPERS = (
    PaperLine(name="Đơn đăng ký biến động", originals=1),
    PaperLine(name="Hợp đồng chuyển nhượng", originals=1, photos=2),
    PaperLine(name="Giấy chứng nhận đã cấp", certified=1),
)
MANY_PAPERS = tuple(
    PaperLine(name=f"Giấy tờ số {number}: quyết định của cơ quan có thẩm quyền", certified=number % 3, photos=2)
    for number in range(1, 31)
)
DIRECTOR = Signer(name="Phạm Quốc Khánh", capacity=("TL. Chủ tịch", "Giám đốc Trung tâm"))
DEPUTY = Signer(name="Vũ Thị Hồng Vân", capacity=("KT. Giám đốc", "Phó Giám đốc"))
LONG_SIGNER = Signer(
    name="Tôn Nữ Quỳnh Như Ái Vân Khánh Huyền",
    capacity=(
        "TL. Chủ tịch Ủy ban nhân dân",
        "KT. Giám đốc Trung tâm Phục vụ hành chính công",
        "Phó Giám đốc phụ trách",
    ),
)
RECEPTION, LAND, LEADER = (
    Side(agency=CENTRE.name, person="Đoàn Thanh Tùng"),
    Side(agency="Chi nhánh Văn phòng đăng ký đất đai", person="Hoàng Minh Đức"),
    Side(agency="Ủy ban nhân dân xã Tân Hòa", person="Trịnh Thị Lụa"),
)

RECEIPT = ReceiptData(
    **MATTER,
    owner=NGUYET,
    papers=PAPERS,
    fee="50.000 đ",
    fee_timing="thu khi nhận kết quả",
    limit="09 ngày làm việc",
    received_at=MORNING,
    due_at=DUE,
    why="Nhận thứ Ba 10/11/2026, cộng 9 ngày làm việc, không tính thứ Bảy, Chủ nhật.",
    returned="Nhận kết quả tại quầy 3",
    receiver="Đoàn Thanh Tùng",
    lookup_site="dichvucong.example.vn/tra-cuu",
)
LONG = replace(RECEIPT, submitter=LONG_PARTY, owner=NGUYET, procedure_name=LONG_PROCEDURE, papers=MANY_PAPERS)
SUPPLEMENT = SupplementData(
    **MATTER,
    number="15/HDHS",
    issued_at=at(12, 9, 5),
    received_at=MORNING,
    wanted=(
        Wanted(
            name="Hợp đồng chuyển nhượng",
            todo="Ký đủ tên các bên, nộp lại bản chính",
            reason=SupplementReason.INCOMPLETE,
            why="Thiếu chữ ký của bên mua ở trang 3",
            originals=1,
        ),
        Wanted(
            name="Tờ khai lệ phí trước bạ",
            todo="Ghi lại diện tích đúng như Giấy chứng nhận",
            reason=SupplementReason.INACCURATE,
            why="Tờ khai ghi 120 m², Giấy chứng nhận ghi 112 m²",
            originals=1,
            photos=1,
        ),
    ),
    basis="Luật Đất đai 2024, Điều 133",
    guide="Mẫu tờ khai có tại quầy 3 và trên Cổng dịch vụ công",
    answer_by=at(30, 17),
    clock="Thời hạn giải quyết tính lại từ đầu khi hồ sơ được bổ sung đủ",
    officer="Đoàn Thanh Tùng",
    extension="12",
)
REFUSAL = RefusalData(
    **{**MATTER, "code": "H99.24-261110-0001-TC", "procedure_name": "Đăng ký biến động quyền sử dụng đất"},
    declined_at=MORNING,
    reason="Thửa đất đang có tranh chấp, Tòa án đã thụ lý.",
    basis="Luật Đất đai 2024, Điều 133",
    advice="nộp lại khi có bản án có hiệu lực.",
    officer="Đoàn Thanh Tùng",
)
REJECTION = RefusalData(
    **MATTER,
    number="21/TC-TTPVHCC",
    received_at=MORNING,
    declined_at=at(20, 15, 10),
    reason="Thửa đất nằm trong quy hoạch đã công bố, chưa được chuyển nhượng.",
    basis="Luật Đất đai 2024, Điều 45",
    returned=PAPERS[:2],
    officer="Hoàng Minh Đức",
    signer=DEPUTY,
)
APOLOGY = ApologyData(
    **MATTER,
    number="08/XL-TTPVHCC",
    issued_at=at(20, 10, 30),
    received_at=MORNING,
    due_at=DUE,
    lead="Chi nhánh Văn phòng đăng ký đất đai",
    cause="Chờ ý kiến của cơ quan thuế về nghĩa vụ tài chính",
    new_due_at=datetime(2026, 12, 1, 17, 0, tzinfo=clock.VIETNAM),
    returned="Nhận kết quả tại quầy 3",
    recipients=("Như trên", "Văn phòng HĐND và UBND xã (để báo cáo)", "Chi nhánh Văn phòng đăng ký đất đai"),
    signer=DIRECTOR,
    officer="Đoàn Thanh Tùng",
)
SECOND_APOLOGY = replace(
    APOLOGY,
    number="11/XL-TTPVHCC",
    issued_at=at(2, 8, 15, month=12),
    promised_at=APOLOGY.new_due_at,
    cause="Cơ quan thuế chưa trả lời",
    new_due_at=None,
    returned="",
    told="Chủ tịch Ủy ban nhân dân xã Tân Hòa",
    history=(
        EarlierLetter(
            number=APOLOGY.number, issued_at=APOLOGY.issued_at, new_due_at=APOLOGY.new_due_at, cause=APOLOGY.cause
        ),
    ),
)
EXTENSION = replace(APOLOGY, number="09/GH-TTPVHCC", extension=True)
STOP = StopData(
    **MATTER,
    number="03/TB-TTPVHCC",
    issued_at=at(16, 14, 20),
    received_at=MORNING,
    stopped_at=at(16, 14),
    initiator=Initiator.APPLICANT,
    asked="đơn ngày 16/11/2026",
    stage="Thẩm định hồ sơ",
    reason="Người nộp đề nghị dừng vì hai bên hủy hợp đồng chuyển nhượng",
    basis="Đơn đề nghị của người nộp",
    decision="Quyết định số 45/QĐ-TTPVHCC ngày 16/11/2026",
    settlement="Chưa thu, không phải hoàn",
    originals=PAPERS[:2],
    recipients=("Như trên", "Chi nhánh Văn phòng đăng ký đất đai"),
    signer=DEPUTY,
    officer="Đoàn Thanh Tùng",
)
CONTROL = ControlData(
    **MATTER,
    number="47/KS-TTPVHCC",
    issued_at=at(23, 16, 30),
    received_at=MORNING,
    due_at=DUE,
    lead="Chi nhánh Văn phòng đăng ký đất đai",
    papers=PAPERS,
    dossier_legs=(
        HandOver(
            giver=RECEPTION,
            receiver=LAND,
            given_at=at(10, 9),
            accepted_at=at(10, 10, 15),
            due_at=at(18, 17),
            timeliness=Timeliness.ON_TIME,
        ),
        HandOver(
            giver=LAND,
            receiver=LEADER,
            given_at=at(18, 15, 20),
            accepted_at=at(19, 8, 5),
            due_at=at(20, 17),
            timeliness=Timeliness.LATE,
            note="Chờ người có thẩm quyền ký",
            electronic=False,
        ),
    ),
    result_legs=(
        HandOver(
            giver=LEADER,
            receiver=RECEPTION,
            given_at=at(23, 9),
            accepted_at=at(23, 9, 30),
            timeliness=Timeliness.EARLY,
        ),
    ),
    officer="Đoàn Thanh Tùng",
)
HANDOVER = HandoverData(
    agency=CENTRE,
    number="BG-261110-0003",
    giver=RECEPTION,
    receiver=LAND,
    carrier="Nguyễn Hữu Phước, bưu tá",
    issued_at=at(10, 15, 5),
    sent_at=at(10, 15, 10),
    received_at=at(10, 15, 55),
    lines=tuple(
        BatchLine(
            code=f"H99.24-261110-{serial:04}",
            procedure_name=MATTER["procedure_name"],
            procedure_code="1.013978",
            owner=owner,
            papers=papers,
            sent_at=at(10, 15),
            accepted_at=at(10, 15, 50),
            arrived=arrived,
            difference=difference,
        )
        for serial, owner, papers, arrived, difference in (
            (47, NGUYET.name, 5, True, ""),
            (48, BINH.name, 3, False, "Không có trong túi"),
            (49, "Phạm Minh Châu", 0, None, ""),
        )
    ),
    extra=("H99.24-261109-0031",),
)
LABEL = LabelData(**MATTER, issued_at=MORNING, received_at=MORNING, due_at=DUE, bag=1, bags=2, papers=5)
RESULT_RECEIPT = ResultReceiptData(
    **MATTER,
    returned_at=at(23, 10, 12),
    results=(
        ResultLine(
            kind="Giấy chứng nhận quyền sử dụng đất",
            number="AA 01234567",
            issued_on=date(2026, 11, 20),
            abstract="Thửa 128, tờ bản đồ 14, xã Tân Hòa",
        ),
    ),
    recipient=BINH,
    capacity="người được ủy quyền",
    checked="Văn bản ủy quyền và căn cước",
    method="Tại quầy",
    paid="50.000 đ",
    originals=PAPERS[1:2],
    officer="Đoàn Thanh Tùng",
)
WITHDRAWAL = WithdrawalData(
    **MATTER,
    number="02/BB-TTPVHCC",
    asked_at=at(16, 13, 40),
    returned_at=at(16, 14, 10),
    received_at=MORNING,
    reason="Hai bên hủy hợp đồng chuyển nhượng",
    originals=PAPERS[:2],
    settlement="Chưa thu, không phải hoàn",
    kept="Bản chụp và dữ liệu điện tử đã tạo khi tiếp nhận",
    recipient=BINH,
    officer="Đoàn Thanh Tùng",
)
MINUTES = MinutesData(
    **MATTER,
    number="05/BB-TTPVHCC",
    began_at=at(13, 8, 30),
    ended_at=at(13, 10, 15),
    place="Thửa đất số 128, tờ bản đồ số 14, thôn Đông, xã Tân Hòa",
    participants=(
        Participant(name="Hoàng Minh Đức", role="Viên chức thẩm định", agency=LAND.agency),
        Participant(name="Bùi Văn Sơn", role="Trưởng thôn Đông"),
        Participant(name=NGUYET.name, role="Chủ sử dụng đất"),
    ),
    content="Kiểm tra ranh giới, mốc giới thửa đất.\nĐo lại cạnh phía đông giáp đường thôn.",
    findings="Cạnh phía đông dài 14,2 m, đúng với bản đồ địa chính",
    opinions="Hộ liền kề không có ý kiến",
    conclusion="Thửa đất đủ điều kiện đăng ký biến động",
)


def a_register(lines=40, **changes):
    received = date(2026, 1, 5)
    kinds = (
        (Status.RETURNED, Timeliness.EARLY), (Status.RETURNED, Timeliness.ON_TIME), (Status.COMPLETED, Timeliness.LATE),
        (Status.PROCESSING, None), (Status.WITHDRAWN, None), (Status.STOPPED, None), (Status.RETURNED, None),
    )  # fmt: skip
    written = []
    for serial in range(1, lines + 1):
        status, timeliness = kinds[serial % len(kinds)]
        on = received + timedelta(days=serial * 340 // lines)
        done = status in (Status.RETURNED, Status.COMPLETED)
        written.append(
            RegisterLine(
                serial=serial,
                code=f"H99.24-{on:%y%m%d}-{serial:04}",
                procedure=MATTER["procedure_name"] if serial % 3 else "Đăng ký khai sinh",
                owner=(NGUYET, BINH)[serial % 2].name,
                address=(NGUYET, BINH)[serial % 2].address,
                phone="0912345678",
                received_on=on,
                due_on=on + timedelta(days=12),
                result_on=on + timedelta(days=11) if status is Status.RETURNED else None,
                status=status,
                timeliness=timeliness,
                signed="Đoàn Thanh Tùng" if done else "",
                note="" if done or status is Status.PROCESSING else status.label,
            )
        )
    said = {
        "agency": CENTRE,
        "year": 2026,
        "issued_at": at(31, 17, month=12),
        "lines": tuple(written),
        "closed_at": at(31, 17, month=12),
        "signer": DIRECTOR,
    }
    return RegisterData(**(said | changes))


REGISTER = a_register()

USUAL = {
    (NEW, Form.RECEIPT, ""): RECEIPT,
    (NEW, Form.SUPPLEMENT, "after"): SUPPLEMENT,
    (NEW, Form.SUPPLEMENT, "before"): replace(
        SUPPLEMENT,
        received_at=None,
        code="H99.24-TT-261112-0009",
        wanted=(),
        reasons=(SupplementReason.WRONG_AGENCY,),
        guide="Nộp tại Trung tâm Phục vụ hành chính công tỉnh Minh Giang, là cơ quan có thẩm quyền",
        clock="",
        answer_by=None,
    ),
    (NEW, Form.SUPPLEMENT, "second"): replace(SUPPLEMENT, ordinal=2, approved_by=DIRECTOR.name),
    (NEW, Form.REFUSAL, "declined"): REFUSAL,
    (NEW, Form.REFUSAL, "rejected"): REJECTION,
    (NEW, Form.APOLOGY, "first"): APOLOGY,
    (NEW, Form.APOLOGY, "second"): SECOND_APOLOGY,
    (NEW, Form.APOLOGY, "extension"): EXTENSION,
    (NEW, Form.STOP, ""): STOP,
    (NEW, Form.CONTROL, ""): CONTROL,
    (NEW, Form.REGISTER, ""): REGISTER,
    (OLD, Form.RECEIPT, ""): RECEIPT,
    (OLD, Form.SUPPLEMENT, "after"): SUPPLEMENT,
    (OLD, Form.REFUSAL, "declined"): REFUSAL,
    (OLD, Form.REFUSAL, "rejected"): REJECTION,
    (OLD, Form.APOLOGY, "first"): APOLOGY,
    (OLD, Form.APOLOGY, "second"): SECOND_APOLOGY,
    (OLD, Form.CONTROL, ""): CONTROL,
    (OLD, Form.REGISTER, ""): REGISTER,
    (None, Form.HANDOVER, "counted"): HANDOVER,
    (None, Form.HANDOVER, "sent"): replace(
        HANDOVER,
        received_at=None,
        extra=(),
        lines=tuple(replace(line, accepted_at=None, arrived=None, difference="") for line in HANDOVER.lines),
    ),
    (None, Form.LABEL, ""): LABEL,
    (None, Form.RESULT_RECEIPT, ""): RESULT_RECEIPT,
    (None, Form.WITHDRAWAL, ""): WITHDRAWAL,
    (None, Form.MINUTES, ""): MINUTES,
}

_BARE = {"agency": Agency(name="Trung tâm"), "submitter": Party(name="Lê Ý"), "procedure_name": "Đăng ký khai sinh"}
_BARE |= {"code": "H99.24-261110-0047", "procedure_code": ""}
BARE = {
    (NEW, Form.RECEIPT, "bare"): ReceiptData(**_BARE, received_at=MORNING),
    (NEW, Form.SUPPLEMENT, "bare"): SupplementData(
        **_BARE, issued_at=MORNING, reasons=(SupplementReason.DB_UNAVAILABLE,)
    ),
    (NEW, Form.REFUSAL, "bare"): RefusalData(
        **{**_BARE, "code": ""}, declined_at=MORNING, reason="Không thuộc thẩm quyền", basis="Quyết định công bố"
    ),
    (NEW, Form.APOLOGY, "bare"): ApologyData(
        **_BARE, issued_at=DUE, received_at=MORNING, due_at=at(20), lead="Phòng Kinh tế", cause="Sự cố", signer=DEPUTY
    ),
    (NEW, Form.STOP, "bare"): StopData(
        **_BARE,
        issued_at=DUE,
        received_at=MORNING,
        stopped_at=DUE,
        initiator=Initiator.INACTION,
        stage="Chờ bổ sung",
        reason="Quá thời gian chờ bổ sung",
        kept="Giấy chứng nhận quyền sử dụng đất (1 bản chính). Trả khi người nộp đến nhận",
        signer=DEPUTY,
    ),
    (NEW, Form.CONTROL, "bare"): ControlData(**_BARE, issued_at=DUE, received_at=MORNING),
    (NEW, Form.REGISTER, "bare"): RegisterData(agency=_BARE["agency"], year=2026, issued_at=MORNING, lines=()),
    (None, Form.HANDOVER, "bare"): HandoverData(
        agency=_BARE["agency"],
        number="BG-1",
        giver=Side(agency="Bộ phận một cửa"),
        receiver=Side(agency="Phòng Kinh tế"),
        issued_at=MORNING,
        lines=(BatchLine(code=_BARE["code"], procedure_name="Đăng ký khai sinh", owner="Lê Ý"),),
    ),
    (None, Form.LABEL, "bare"): LabelData(**_BARE, issued_at=MORNING, received_at=MORNING),
    (None, Form.RESULT_RECEIPT, "bare"): ResultReceiptData(
        **_BARE, returned_at=DUE, results=(ResultLine(kind="Giấy khai sinh"),), recipient=_BARE["submitter"]
    ),
    (None, Form.WITHDRAWAL, "bare"): WithdrawalData(**_BARE, asked_at=MORNING, returned_at=MORNING),
    (None, Form.MINUTES, "bare"): MinutesData(
        **_BARE,
        began_at=MORNING,
        place="Trụ sở",
        participants=(Participant(name="Lê Ý"),),
        content="Xem bản chính",
        conclusion="Khớp",
    ),
}

_WIDE = {
    "agency": replace(
        CENTRE,
        name="Trung tâm Phục vụ hành chính công của đặc khu kinh tế ven biển Minh Giang Thượng",
        parent="Ủy ban nhân dân đặc khu kinh tế ven biển Minh Giang Thượng",
    ),
    "submitter": LONG_PARTY,
    "owner": replace(LONG_PARTY, name=LONG_PARTY.name.title()),
    "representative": BINH,
    "procedure_name": LONG_PROCEDURE,
    "number": "1234/XL-TTPVHCC-VHXH",
}
_WIDE_SIDE = Side(agency=_WIDE["agency"].name, person=LONG_PARTY.name.title())
WIDE = {
    (NEW, Form.RECEIPT, "wide"): replace(RECEIPT, **_WIDE, papers=MANY_PAPERS),
    (NEW, Form.SUPPLEMENT, "wide"): replace(
        SUPPLEMENT,
        **_WIDE,
        wanted=tuple(
            replace(thing, name=f"{number}. {LONG_PROCEDURE}", why=LONG_REASON)
            for number, thing in enumerate(SUPPLEMENT.wanted * 3)
        ),
    ),
    (NEW, Form.REFUSAL, "wide"): replace(
        REJECTION,
        **_WIDE,
        reason=LONG_REASON,
        basis=LONG_REASON,
        advice=LONG_REASON,
        returned=MANY_PAPERS,
        signer=LONG_SIGNER,
    ),
    (NEW, Form.APOLOGY, "wide"): replace(
        SECOND_APOLOGY,
        **_WIDE,
        lead=_WIDE["agency"].name,
        cause=LONG_REASON,
        history=tuple(replace(SECOND_APOLOGY.history[0], cause=LONG_REASON) for _ in range(4)),
        recipients=(LONG_PARTY.name,) * 5,
        signer=LONG_SIGNER,
    ),
    (NEW, Form.STOP, "wide"): replace(
        STOP,
        **_WIDE,
        reason=LONG_REASON,
        basis=LONG_REASON,
        settlement=LONG_REASON,
        originals=MANY_PAPERS,
        signer=LONG_SIGNER,
    ),
    (NEW, Form.CONTROL, "wide"): replace(
        CONTROL,
        **_WIDE,
        papers=MANY_PAPERS,
        dossier_legs=tuple(
            replace(CONTROL.dossier_legs[1], giver=_WIDE_SIDE, receiver=_WIDE_SIDE, note=LONG_REASON) for _ in range(6)
        ),
    ),
    (NEW, Form.REGISTER, "wide"): replace(
        REGISTER,
        agency=_WIDE["agency"],
        lines=tuple(
            replace(line, owner=LONG_PARTY.name, address=LONG_PARTY.address, procedure=LONG_PROCEDURE)
            for line in REGISTER.lines[:12]
        ),
        signer=LONG_SIGNER,
    ),
    (None, Form.HANDOVER, "wide"): replace(
        HANDOVER,
        agency=_WIDE["agency"],
        giver=_WIDE_SIDE,
        receiver=_WIDE_SIDE,
        remark=LONG_REASON,
        lines=tuple(
            replace(
                HANDOVER.lines[number % 2],
                code=f"H99.24-261110-{number:04}",
                owner=LONG_PARTY.name,
                procedure_name=LONG_PROCEDURE,
                papers=120,
            )
            for number in range(1, 31)
        ),
    ),
    (None, Form.LABEL, "wide"): replace(LABEL, **_WIDE),
    (None, Form.RESULT_RECEIPT, "wide"): replace(
        RESULT_RECEIPT,
        **_WIDE,
        results=(replace(RESULT_RECEIPT.results[0], kind=LONG_PROCEDURE, abstract=LONG_REASON),) * 4,
        recipient=LONG_PARTY,
        originals=MANY_PAPERS,
    ),
    (None, Form.WITHDRAWAL, "wide"): replace(
        WITHDRAWAL, **_WIDE, reason=LONG_REASON, originals=MANY_PAPERS, settlement=LONG_REASON, recipient=LONG_PARTY
    ),
    (None, Form.MINUTES, "wide"): replace(
        MINUTES,
        **_WIDE,
        participants=tuple(Participant(name=LONG_PARTY.name, role="Đại diện", agency=CENTRE.name) for _ in range(7)),
        content="\n".join([LONG_REASON] * 4),
        findings=LONG_REASON,
    ),
}
ALL = USUAL | BARE | WIDE


def blank(form_set, kind):
    return table.statutory(form_set, kind) if form_set else table.LOCAL[kind]


def said(key):
    form_set, kind, _ = key
    return blank(form_set, kind).said(ALL[key])


def name_of(key):
    form_set, kind, case = key
    return "-".join(part for part in (form_set.value if form_set else "own", kind.value, case) if part)


def is_about_a_dossier(key):
    return isinstance(ALL[key], Matter)
