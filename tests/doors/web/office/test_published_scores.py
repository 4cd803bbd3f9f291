"""The page of published scores: forms that keep what was typed, files whose lines are not lost, what does not add up."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.steering.indicators.models import ExternalScore
from tests.factories.world import an_officer

from .conftest import complaints, text, value_of

pytestmark = pytest.mark.django_db
PAGE = "/office/indicators/diem-cong-bo/"


@pytest.fixture
def head(world, at_desk):
    return at_desk("head")


def typed(world, **more):
    given = {"unit": world.committee, "period": "2026-10", "published_on": "2026-11-01", "origin": "Cổng quốc gia"}
    groups = {"publicity": "12,3", "progress": "18,5", "satisfaction": "18", "digitisation": "6,5"}
    return {**given, "total": "46,63", **groups, **more}


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


def test_a_score_that_does_not_add_up_is_kept_and_flagged_everywhere(world, head, at_desk):
    answer = head.post(f"{PAGE}nhap/", typed(world))
    assert answer.status_code == 303
    listed = words(head.get(answer.headers["Location"].partition("#")[0]))
    assert "46,63" in listed
    assert "không khớp Các nhóm đã công bố cộng lại 55,3, vượt tổng điểm 46,63." in listed
    leader = at_desk("leader")
    index = words(leader.get("/office/indicators/766/?ky=2026-10"))
    assert "Số công bố không tự khớp." in index
    assert "Tiến độ giải quyết 18,50 chưa có số – lệch" in index
    lead = words(leader.get("/office/indicators/dieu-hanh/?ky=2026-10"))
    assert "8,67" in lead or "Kỳ này chưa có hồ sơ nào để tính điểm" in lead


def test_who_only_enters_scores_sees_where_they_differ_and_nothing_behind(world, at_desk):
    _, email = an_officer("Hồ Văn Soạn", world.committee, "Kiểm soát thủ tục", ["procedure_admin"], "controller")
    world.emails["controller"] = email
    controller = at_desk("controller")
    controller.post(f"{PAGE}nhap/", typed(world))
    (address,) = set(re.findall(r'href="(/office/indicators/766/[^"#]+)#doi-chieu"', text(controller.get(PAGE))))
    index = controller.get(address.replace("&amp;", "&"))
    assert "Số công bố không tự khớp." in words(index)
    assert "/ho-so/" not in text(index)
    assert controller.get("/office/indicators/ho-so/?so=open").status_code == 403
    assert controller.get("/office/indicators/766/?don-vi=tat-ca").status_code == 403
    assert controller.get(f"/office/indicators/766/?don-vi={world.stranger.agency_id}").status_code == 403


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(world, head):
    answer = head.post(f"{PAGE}nhap/", typed(world, total="một trăm", published_on="", progress="-3"))
    assert answer.status_code == 422
    assert set(complaints(answer)) == {"total", "published_on", "progress"}
    assert value_of(answer, "total") == "một trăm"
    assert value_of(answer, "satisfaction") == "18"
    assert not ExternalScore.objects.exists()
    assert set(complaints(head.post(f"{PAGE}nhap/", typed(world, period="2026-12")))) == {"period"}
    assert head.post(f"{PAGE}nhap/", {}).status_code == 422


def test_of_a_file_the_good_lines_are_kept_and_the_others_shown(world, head):
    lines = "don_vi,ky,cong_bo,tong\nH99.24,2026-10,2026-11-01,62.6\nH99.00,2026-10,2026-11-01,50\n"
    sent = {"file_origin": "Cổng", "file": SimpleUploadedFile("diem.csv", lines.encode())}
    answer = head.post(f"{PAGE}tep/", sent)
    assert answer.status_code == 422
    said = words(answer)
    assert "1 dòng chưa ghi được" in said
    assert "Dòng 3" in said
    assert "Không có đơn vị mã H99.00." in said
    assert "H99.00,2026-10" in text(answer).partition('name="lines"')[2]
    mended = {"file_origin": "Cổng", "lines": lines.replace("H99.00", "H99.24.01")}
    assert head.post(f"{PAGE}tep/", mended).status_code == 303
    assert ExternalScore.objects.count() == 2


@pytest.mark.parametrize(
    "sent",
    [
        {"file_origin": "Cổng"},
        {"file_origin": "", "lines": "don_vi,ky\nH99.24,2026-10"},
        {"file_origin": "Cổng", "file": SimpleUploadedFile("x.csv", b"\xff\xfe\x00")},
        {"file_origin": "Cổng", "file": SimpleUploadedFile("x.csv", b"x" * 1_000_001)},
    ],
)
def test_what_is_no_file_is_said(head, sent):
    assert head.post(f"{PAGE}tep/", sent).status_code == 422


def test_others_may_not(world, at_desk, head):
    assert at_desk("leader").get(PAGE).status_code == 403
    assert at_desk("officer").post(f"{PAGE}nhap/", typed(world)).status_code == 403
    assert head.post(f"{PAGE}nhap/", typed(world, unit=world.stranger.agency_id)).status_code == 403
    assert head.get(f"{PAGE}?truoc=x%27").status_code == 200


def test_the_page_takes_few_statements(world, head, queries):
    head.post(f"{PAGE}nhap/", typed(world))
    with queries(max=10):
        head.get(PAGE)
