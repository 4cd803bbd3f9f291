"""The reports' desk: lists, one report and its acts by plain forms, numbers that open, files, deadlines."""

import re
from datetime import datetime
from urllib.parse import quote, urlencode

import pytest

from motcua.casework.dossiers.services import processing, results
from motcua.ground.audit.models import Access
from motcua.people.agencies.models import Agency
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.people.identity.models import Account
from motcua.steering.indicators.rules import periods
from motcua.steering.indicators.services import folding
from motcua.steering.reports.models import Export, Report
from motcua.steering.reports.rules import forms
from motcua.steering.reports.services import acts, preparing
from tests.factories.world import FOUNDED, MORNING, VN, a_dossier, an_officer, system
from tests.steering.reports.conftest import paid

from .conftest import text

pytestmark = pytest.mark.django_db
PAGE = "/office/reports/"
DECEMBER = datetime(2026, 12, 2, 9, 0, tzinfo=VN)


@pytest.fixture
def month(world, frozen):
    """Return the codes of three dossiers of November, the first resolved; it is December now."""
    codes = [a_dossier(world).code for _ in range(3)]
    processing.complete(codes[0], "forward", by=world.officer, at=MORNING)
    results.attach(codes[0], number="1/XN", by=world.signer, at=MORNING)
    processing.complete(codes[0], "sign", by=world.signer, at=MORNING)
    folding.follow()
    frozen(DECEMBER)
    return codes


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


def made(client, **more):
    answer = client.post(f"{PAGE}lap/", {"bieu": "06a", "ky": "2026-11", "idempotency_key": "k", **more})
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_a_report_goes_from_the_list_through_other_hands_to_who_receives_it(month, at_desk, counter):
    assert "Chưa có báo cáo nào" in words(counter.get(PAGE))
    here = made(counter)
    assert made(counter) == here  # the form sent twice makes one report
    page = counter.get(here)
    assert "Trực tiếp, dịch vụ bưu chính" in words(page)
    assert f"{here}viec/kiem-tra/" not in text(page)  # who prepares neither checks nor may
    head = at_desk("head")
    digest = Report.objects.get().digest
    assert head.post(f"{here}viec/kiem-tra/", {"seen": "x" * 64}).status_code == 409
    assert head.post(f"{here}viec/kiem-tra/", {"seen": digest}).status_code == 303
    unsure = head.post(f"{here}viec/ky/", {"seen": digest})
    assert unsure.status_code == 422
    assert "Đánh dấu là đã đối chiếu" in words(unsure)
    assert head.post(f"{here}viec/ky/", {"seen": digest, "confirmed": "1"}).status_code == 303
    assert counter.post(f"{here}viec/gui/", {}).status_code == 303
    assert "Đã gửi" in words(counter.get(PAGE))
    assert "Ủy ban nhân dân xã Tân Hòa" in words(counter.get(here))  # its recipient
    signer = at_desk("signer")
    without = signer.post(f"{here}viec/tra-lai/", {"reason": " "})
    assert (without.status_code, "Ghi lý do trả lại" in words(without)) == (422, True)
    assert signer.post(f"{here}viec/chot/", {}).status_code == 303
    assert "Đã chốt" in words(counter.get(here))


def test_every_number_of_a_page_opens_as_many_dossiers_as_it_says(month, counter):
    page = text(counter.get(made(counter)))
    numbers = re.findall(r'href="([^"]+/so/\?[^"]+)">(\d+)<', page)
    assert len(numbers) == 18  # three lines: level, field, total; six columns that are not 0
    for address, number in numbers:
        opened = text(counter.get(address.replace("&amp;", "&")))
        assert len(set(re.findall(r"/office/dossiers/([^/]+)/", opened))) == int(number), address


def test_what_moved_after_signing_is_shown_with_the_dossiers_that_moved_it(month, at_desk, counter, world):
    here = made(counter)
    head = at_desk("head")
    unseen = head.post(f"{here}viec/kiem-tra/", {})
    assert (unseen.status_code, "Mở lại báo cáo, đối chiếu" in words(unseen)) == (422, True)
    digest = Report.objects.get().digest
    head.post(f"{here}viec/kiem-tra/", {"seen": digest})
    head.post(f"{here}viec/ky/", {"seen": digest, "confirmed": "1"})
    a_dossier(world)  # written down late: of 19 November
    folding.follow()
    page = counter.get(here)
    assert "Khác với số liệu hiện nay" in words(page)
    opened = words(counter.get(f"{here}so/?dong=&cot=3"))
    assert "Báo cáo ghi 3, hiện nay là 4" in opened
    assert "1 hồ sơ có thêm việc sau" in opened
    assert "chưa quy được" not in opened
    revised = counter.post(f"{here}viec/chinh-ly/", {"reason": "Một hồ sơ ghi muộn"})
    assert revised.status_code == 303
    again = words(counter.get(revised.headers["Location"]))
    assert "bản chỉnh lý lần 1" in again
    assert "Khác với số liệu" not in again
    assert "Đã có bản chỉnh lý sau bản này" in words(counter.get(here))


def test_a_quarter_keeps_its_numeral_within_a_sentence(month, at_desk, counter):
    here = made(counter, ky="2026-Q3")
    for page in (here, f"{here}so/?dong=&cot=3", PAGE):
        said = text(counter.get(page))
        assert "quý III/2026" in said
        assert "quý iii" not in said
    again = words(counter.post(f"{PAGE}lap/", {"bieu": "06a", "ky": "2026-Q3", "idempotency_key": "other"}))
    assert "quý III/2026 của đơn vị này đã lập rồi" in again
    collected = text(at_desk("leader").get(f"{PAGE}han-nop/06a/2026-Q3/"))
    assert "quý III/2026: báo cáo của đơn vị cấp dưới" in collected


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv"])
def test_a_report_is_taken_along_as_a_file(month, counter, kind):
    answer = counter.get(f"{made(counter)}bao-cao.{kind}")
    content = b"".join(answer.streaming_content)
    assert content.startswith({"pdf": b"%PDF", "xlsx": b"PK", "csv": "\ufeffTT".encode()}[kind])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_dossiers_behind_a_number_are_taken_along_and_that_is_written_down(month, counter):
    answer = counter.get(f"{made(counter)}so/ho-so.csv?dong=commune|Hộ tịch&cot=11")
    said = b"".join(answer.streaming_content).decode()
    assert [code in said for code in month] == [False, True, True]
    assert Access.objects.filter(act="dossiers_csv:11").count() == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [("dong=&cot=99", 404), ("dong=&cot=3", 200), ("dong=x&cot=3", 404), ("", 404), ("dong=&cot=3&sau=x", 200)],
)
def test_a_number_that_is_none_is_not_there(month, counter, query, status):
    assert counter.get(f"{made(counter)}so/?{query}").status_code == status


def test_what_is_typed_wrong_is_said_beside_the_field_and_kept(month, counter):
    wrong = counter.post(f"{PAGE}lap/", {"bieu": "07a", "ky": "2026-11", "tu": "2026-11-20", "den": "2026-11-02"})
    assert wrong.status_code == 422
    assert 'value="2026-11-20"' in text(wrong)
    early = counter.post(f"{PAGE}lap/", {"bieu": "06a", "ky": "2026-12"})
    assert "Kỳ này hết ngày 31/12/2026" in words(early)
    span = counter.post(f"{PAGE}lap/", {"bieu": "06a", "ky": "2026-11", "tu": "2026-10-15", "den": "2026-11-14"})
    assert "từ ngày 15/10/2026 đến ngày 14/11/2026" in words(counter.get(span.headers["Location"]))


def test_a_report_of_another_unit_is_not_there(month, counter, at_desk):
    here = made(counter)
    assert at_desk("stranger").get(here).status_code in (403, 404)
    assert at_desk("officer").get(PAGE).status_code == 403  # no permission on figures or reports
    assert at_desk("leader").get(here).status_code == 200  # his committee is above the centre


@pytest.fixture
def province(world):
    """Put the communes under a province; return its id and its chairman's account."""
    top = organisation.found(
        "H99", "Ủy ban nhân dân tỉnh Minh Giang", AgencyKind.PROVINCE, by=system("test"), at=FOUNDED
    )
    Agency.objects.filter(code__in=("H99.24", "H99.77")).update(parent_id=top)
    chairman, email = an_officer("Vũ Thị Cao", top, "Chủ tịch", ["leader"], "chairman")
    return top, chairman, Account.objects.get(email=email)


def sent(world, form="06a", at=DECEMBER):
    """Return the report of November that the committee has sent."""
    pk = preparing.prepare(form, periods.parse("2026-11"), world.committee, by=world.leader, at=at)
    return sent_on(pk, world, at)


def sent_on(pk, world, at=DECEMBER):
    for deed in (acts.check, acts.sign):
        deed(pk, seen=Report.objects.get(pk=pk).digest, by=world.signer, at=at)
    return acts.send(pk, by=world.leader, at=at)


def test_a_province_sets_a_deadline_and_sees_who_has_sent_and_where_the_sums_differ(month, province, client):
    client.force_login(province[2])
    assert "Chưa đặt hạn nộp nào" in words(client.get(f"{PAGE}han-nop/"))
    form = {"bieu": "06a", "ky": "2026-11", "han": "2026-12-05"}
    assert client.post(f"{PAGE}han-nop/", {**form, "han": ""}).status_code == 422
    set_ = client.post(f"{PAGE}han-nop/", form)
    assert set_.status_code == 303
    page = words(client.get(set_.headers["Location"]))
    assert "Đã nộp 0, Nộp trễ 0, Bị trả lại 0" in page.replace("Chưa nộp 2, ", "")
    assert "UBND xã Tân Hòa +3" in page
    assert "06a" in words(client.get(f"{PAGE}han-nop/"))


def test_a_number_against_none_is_shown_as_such_where_reports_are_summed(month, world, province, client):
    client.force_login(province[2])
    sent(world, "07a")
    page = words(client.get(f"{PAGE}han-nop/07a/2026-11/"))
    assert re.search(r"Chênh lệch( 0| –)+", page)[0].count("–") > 10
    assert "bằng số đếm của đơn vị tổng hợp ở mọi cột có số" in page
    paid(month[0])
    folding.follow()
    page = words(client.get(f"{PAGE}han-nop/07a/2026-11/"))
    assert "Trực tuyến +1 UBND xã Tân Hòa +1 (báo cáo chưa có số)" in page


def test_where_a_revision_was_returned_the_page_says_which_one_is_counted(month, world, province, client):
    _, chairman, account = province
    client.force_login(account)
    first = sent(world)
    acts.accept(first, by=chairman, at=DECEMBER)
    second = sent_on(preparing.revise(first, "Bổ sung", by=world.leader, at=DECEMBER), world)
    assert "vẫn tính theo" not in words(client.get(f"{PAGE}han-nop/06a/2026-11/"))
    acts.give_back(second, "Sai", by=chairman, at=DECEMBER)
    page = client.get(f"{PAGE}han-nop/06a/2026-11/")
    assert "Bị trả lại 1" in words(page)
    assert "vẫn tính theo bản đầu" in words(page)
    assert f'<a href="{PAGE}{first}/">bản đầu<' in text(page)
    assert re.search(r"1 Ủy ban nhân dân xã Tân Hòa, bản đầu 3 ", words(page))


def test_who_works_on_reports_alone_is_led_nowhere_he_may_not_go(month, world, client):
    _, email = an_officer("Hồ Văn Soạn", world.committee, "Kiểm soát thủ tục", ["procedure_admin"], "controller")
    client.force_login(Account.objects.get(email=email))
    page = text(client.get(PAGE))
    assert 'href="/office/indicators/"' not in page
    for address in set(re.findall(r'href="(/office/indicators/[^"]*)"', page)):
        assert client.get(address).status_code == 200
    here = made(client, bieu="07a")
    opened = text(client.get(f"{here}so/?dong=&cot=recv_total"))
    assert month[0] in opened
    assert "/office/dossiers/" not in opened


def test_lists_are_filtered_and_go_on_page_by_page(month, counter, world, queries):
    for day in range(1, 29):
        for form in ("06a", "07b"):
            period = f"2026-11-{day:02}"
            preparing.prepare(form, periods.parse(period), world.centre, by=world.head, at=DECEMBER)
    with queries(max=16):
        page = text(counter.get(PAGE))
    assert page.count("II.06a/VPCP/KSTT<span") + page.count("II.07b/VPCP/KSTT<span") == 50
    older = re.search(r'href="(\?[^"]*|/office/reports/\?[^"]*)" rel="next"', page)[1].replace("&amp;", "&")
    assert text(counter.get(older)).count("KSTT<span") == 6
    assert text(counter.get(f"{PAGE}?bieu=07b")).count("KSTT<span") == 28
    assert "Không có báo cáo nào như vậy" in words(counter.get(f"{PAGE}?trang-thai=frozen"))
    assert counter.get(f"{PAGE}?ky=x&truoc=y").status_code == 200
    assert counter.get(f"{PAGE}?bieu=%00&ky=%00&trang-thai=%00&truoc=%00").status_code == 200


BEYOND = ["9999-12", "9999", "9999-Q4", "9999-W52", "9999-12-31", "2026-01-01..9999-12-31", "0000-01", "\0"]


@pytest.mark.parametrize("period", BEYOND)
def test_a_period_with_which_the_calendar_ends_is_none(month, at_desk, period):
    leader = at_desk("leader")
    assert leader.get(f"{PAGE}han-nop/06a/{quote(period)}/").status_code == 404
    new = leader.post(f"{PAGE}lap/", {"bieu": "06a", "ky": period})
    assert (new.status_code, "Chọn kỳ báo cáo" in words(new)) == (422, True)
    due = leader.post(f"{PAGE}han-nop/", {"bieu": "06a", "ky": period, "han": "2026-12-05"})
    assert (due.status_code, "Chọn kỳ báo cáo" in words(due)) == (422, True)
    span = {"bieu": "06a", "tu": "2026-01-01", "den": "9999-12-31"}
    assert leader.post(f"{PAGE}lap/", span).status_code == 422


NO_LINES = ["\0", "commune|\0", "5|x", "commune|Không có", "commune|", "|Hộ tịch", "unknown", "x" * 301, "1"]


@pytest.mark.parametrize("line", NO_LINES)
def test_a_line_that_is_none_is_not_there_whatever_is_asked_of_it(month, counter, line):
    here, query = made(counter), urlencode({"dong": line, "cot": "3"})
    for name in ("", "ho-so.csv", "ho-so.xlsx", "thay-doi.csv", "thay-doi.xlsx"):
        answer = counter.get(f"{here}so/{name}?{query}")
        assert (answer.status_code, "Báo cáo này không có dòng đó" in words(answer)) == (404, True), name
    for what in ("dossiers", "moved"):
        sent = counter.post(f"{here}so/ghi-tep/", {"gi": what, "dong": line, "cot": "3"})
        assert (sent.status_code, "Báo cáo này không có dòng đó" in words(sent)) == (404, True), what
    assert not Export.objects.exists()


def test_a_procedure_line_that_is_none_is_not_there(month, counter, world):
    here = made(counter, bieu="07b")
    opened = counter.get(f"{here}so/?dong={world.committee}&cot=6")
    assert (opened.status_code, 'data-label="Cấp">cấp xã<' in text(opened)) == (200, True)
    assert counter.get(f"{here}so/?dong=1%00&cot=6").status_code == 404
    assert counter.get(f"{here}so/?dong={world.centre}&cot=6").status_code == 404


def test_where_there_is_no_number_the_page_of_the_cell_says_so(month, counter, at_desk, world):
    leader = at_desk("leader")
    here = made(leader, bieu="07a")
    numbers = Report.objects.get().numbers
    assert numbers["total"][forms.BTP_07A.place("pay_online")] is None
    for line in ("", str(world.committee)):
        asked = f"{here}so/?dong={line}&cot=pay_online"
        opened = words(leader.get(asked))
        assert "Trực tuyến: chưa có số" in opened
        assert "Chưa nguồn nào báo số này" in opened
        assert "số này là 0" not in opened
    stopped = words(leader.get(f"{here}so/?dong=&cot=stopped"))
    assert "Dừng xử lý: 0 hồ sơ" in stopped
    assert "Hiện nay số này là 0" in stopped
    report = Report.objects.get()
    report.numbers["total"][forms.BTP_07A.place("pay_online")] = 3
    Report.objects.update(numbers=report.numbers)
    assert "Báo cáo ghi 3, hiện nay chưa có số" in words(leader.get(f"{here}so/?dong=&cot=pay_online"))
    Report.objects.update(numbers=numbers)
    paid(month[0])
    folding.follow()
    since = words(leader.get(f"{here}so/?dong=&cot=pay_online"))
    assert "Trực tuyến: 1 hồ sơ" in since
    assert "Báo cáo chưa có số, hiện nay là 1" in since


def test_a_column_that_is_none_is_not_there(month, counter):
    here = made(counter)
    for name in ("", "ho-so.csv", "thay-doi.csv"):
        assert counter.get(f"{here}so/{name}?dong=&cot=%00").status_code == 404


def test_a_line_that_came_or_went_since_still_opens(month, counter, queries):
    here = made(counter)
    came, went = (urlencode({"dong": f"{level}|Hộ tịch", "cot": "3"}) for level in ("commune", "province"))
    with queries(max=22):
        assert "3 hồ sơ" in words(counter.get(f"{here}so/?{came}"))
    labels = {"province": "Thủ tục hành chính cấp tỉnh", "province|Hộ tịch": "Hộ tịch"}
    lines = [{"key": key, "label": label, "depth": 0, "cells": [2] * 11} for key, label in labels.items()]
    Report.objects.update(numbers={"lines": lines, "total": [2] * 11})  # as if all had been told later, and otherwise
    opened = words(counter.get(f"{here}so/?{came}"))
    assert "Hộ tịch (thủ tục hành chính cấp xã)" in opened
    assert "Báo cáo ghi 0, hiện nay là 3" in opened
    gone = words(counter.get(f"{here}so/?{went}"))
    assert "Hộ tịch (thủ tục hành chính cấp tỉnh)" in gone
    assert "Báo cáo ghi 2, hiện nay là 0" in gone
    for query in (came, went):
        for name in ("ho-so.csv", "thay-doi.csv"):
            assert counter.get(f"{here}so/{name}?{query}").status_code == 200
    order = {"gi": "dossiers", "dong": "commune|Hộ tịch", "cot": "3"}
    ordered = counter.post(f"{here}so/ghi-tep/", order).headers["Location"]
    assert "Hộ tịch (thủ tục hành chính cấp xã)" in words(counter.get(ordered))
