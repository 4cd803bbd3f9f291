"""The leader's page and what it opens: its numbers are those of the lists behind them, for every unit one may see."""

import csv
import io
import re
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from motcua.bureau.feedback.events import DossierPetitioned, PetitionReceived
from motcua.bureau.surveys.events import RatingGiven
from motcua.casework.dossiers.events import ReminderGiven
from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.services import processing, results
from motcua.casework.procedures.services import offers
from motcua.doors.web.office.indicators import index, sectors
from motcua.ground.kernel.actors import system
from motcua.ground.outbox import services as outbox
from motcua.ground.outbox.queries import history
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators.rules import index766, scoring
from motcua.steering.indicators.rules.scoring import Figure
from motcua.steering.indicators.services import folding
from motcua.steering.indicators.vocabulary import Level
from motcua.tools.documents.events import ResultDigitised
from motcua.tools.payments.events import FeeAssessed, FeePaid
from tests.factories.publications import republish
from tests.factories.units import dossiers_of
from tests.factories.workbooks import rows_of
from tests.factories.world import BIRTH, FOUNDED, MARITAL, MORNING, VN, a_dossier, an_officer

from .conftest import text, value_of

pytestmark = pytest.mark.django_db
PAGE = "/office/indicators/"
LEAD, INDEX, RANK, LATE = f"{PAGE}dieu-hanh/", f"{PAGE}766/", f"{PAGE}xep-hang/", f"{PAGE}qua-han/"


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


def tell(event):
    outbox.publish(event, by=system("test"), at=MORNING)


@pytest.fixture
def autumn(world, frozen):
    """Return codes of dossiers: four of October that are late by now, three of November of which one was resolved."""
    october = datetime(2026, 10, 20, 9, tzinfo=VN)
    late = [a_dossier(world, MARITAL, at=october + timedelta(minutes=place)).code for place in range(4)]
    codes = [a_dossier(world, MARITAL, at=MORNING - timedelta(days=1)).code for _ in range(3)]
    processing.complete(codes[0], "forward", by=world.officer, at=MORNING)
    results.attach(codes[0], number="1/XN", by=world.signer, at=MORNING)
    processing.complete(codes[0], "sign", by=world.signer, at=MORNING)
    folding.catch_up()
    return late, codes


@pytest.fixture
def province(world, at_desk):
    """Return the browser of somebody who may see every unit."""
    _, world.emails["province"] = an_officer("Khuất Hữu Tiệm", world.committee, "Phó Chủ tịch tỉnh", ["leader"], "tinh")
    return at_desk("province")


def test_the_five_numbers_open_the_dossiers_they_count(autumn, at_desk):
    late, codes = autumn
    head = at_desk("leader")
    page = head.get(LEAD)
    said = words(page)
    assert "Điều hành một cửa, tháng 11/2026" in said
    assert re.search(r"Hồ sơ nhận 3 – ", said)
    assert re.search(r"Trả đúng hoặc trước hẹn 100% – ", said)
    assert re.search(r"Đang quá hạn hôm nay 4 – ", said)
    assert re.search(r"Quá hạn chưa có thư xin lỗi 4 – ", said)
    assert "tháng 10/2026: 4" in said
    numbers = re.findall(r'<dd[^>]*><a href="([^"]+)">([\d.,%]+)<', text(page))
    listed = [text(head.get(href.replace("&amp;", "&"))) for href, _ in numbers]
    assert [sum(code in one for code in (*late, *codes)) for one in listed] == [3, 1, 4, 4]


def test_what_nobody_told_is_not_zero_and_what_was_told_is_there(autumn, at_desk):
    head = at_desk("leader")
    before = words(head.get(LEAD))
    assert "Người dân hài lòng chưa có số chưa có đánh giá nào được báo về" in before
    assert "Thanh toán trực tuyến chưa có số / 10" in before
    dossier = Dossier.objects.get(code=autumn[1][0]).pk
    tell(RatingGiven(subject=f"rating-of:{dossier}", dossier_id=dossier, level="yes", commented=False))
    tell(FeeAssessed(subject=f"fees-of:{dossier}", amount=8000))
    tell(FeePaid(subject=f"fees-of:{dossier}", amount=8000, total=8000, online=True))
    folding.catch_up()
    after = words(head.get(LEAD))
    assert re.search(r"Người dân hài lòng 100% – .* 1 lượt đánh giá, 100% hồ sơ", after)
    assert "Thanh toán trực tuyến chưa có số" not in after


def test_the_score_is_the_sum_that_is_written_out(autumn, at_desk):
    said = words(at_desk("leader").get(LEAD))
    found = re.search(r"((?:[\d,]+ \+ )+[\d,]+) = ([\d,]+)", said)
    parts = [float(part.replace(",", ".")) for part in found[1].split(" + ")]
    assert sum(parts) == pytest.approx(float(found[2].replace(",", ".")), abs=0.011 * len(parts))
    assert "Nên làm trước:" in said
    assert "xếp loại" not in said  # numbers are missing: nobody is called weak for that


def test_the_advice_opens_exactly_what_cost_the_points(autumn, at_desk):
    late, codes = autumn
    head = at_desk("leader")
    page = text(head.get(INDEX))
    href = re.search(r'href="([^"]+so=766\.2\.1&amp;phan=lost)">(\d+) chỗ mất điểm', page)
    opened = text(head.get(href[1].replace("&amp;", "&")))
    assert int(href[2]) == 4
    assert all(code in opened for code in late)
    assert not any(code in opened for code in codes)
    assert "chưa đạt: 4 hồ sơ" in " ".join(re.sub(r"<[^>]+>", "", opened).split())


def test_the_chart_and_its_table_say_the_same(autumn, at_desk):
    page = text(at_desk("leader").get(LEAD))
    table = re.findall(r'<th scope="row"><a href="[^"]+">(\d\d/\d\d)</a></th><td class="num">([^<]+)</td>', page)
    assert len(table) == 12
    assert {number for _, number in table[:-2]} == {"chưa có số"}
    assert dict(table)["10/26"] == "4"
    assert dict(table)["11/26"] == "3"
    heights = [
        float(one) for one in re.findall(r'<rect class="mc-f-(?:soft|full)" [^>]*height="([\d.]+)" rx="2"', page)
    ]
    assert heights[-2] / heights[-1] == pytest.approx(4 / 3, rel=0.01)


@pytest.mark.parametrize(
    ("level", "told", "said"),
    [
        (Level.COMMUNE, {}, "trên 88 điểm áp dụng ở cấp xã, quy về 100: 100,00, xếp loại xuất sắc"),
        (Level.PROVINCE, {"2.1": Figure(1, 2)}, "trên 100 điểm áp dụng ở cấp tỉnh, xếp loại xuất sắc"),
        (
            Level.DEPARTMENT,
            {"3.6": Figure(0, 0)},
            "trên 82 điểm áp dụng ở cấp sở, 6 điểm không phát sinh, quy về 100: 100,00, xếp loại xuất sắc",
        ),
        (Level.COMMUNE, {"1.4": None}, "trên 82 điểm đã có số, 6 điểm chưa có số, quy về 100: 100,00"),
    ],
)
def test_a_total_says_what_it_is_out_of_and_what_it_is_of_a_hundred(level, told, said):
    full = {one.code: Figure(10, 10) for one in index766.QD766_2022.indicators}
    assert index.out_of(scoring.score(index766.QD766_2022, full | told, level), level) == said


def test_what_has_no_case_is_said_to_have_none(autumn, at_desk):
    republish(MARITAL)
    republish(BIRTH)
    page = at_desk("leader").get(INDEX)
    said = words(page)
    assert "Thanh toán trực tuyến: không phát sinh" in said
    assert "Không có gì để đếm: không phát sinh, không tính điểm" in said
    assert "Nơi sẽ báo: Thanh toán." not in said
    assert "không phát sinh / 0" in words(at_desk("leader").get(LEAD))


def test_the_index_says_its_formulas_and_who_would_tell_what_is_missing(autumn, at_desk):
    said = words(at_desk("leader").get(INDEX))
    assert "chấm ở cấp xã, phường, đặc khu" in said
    assert "2.1 Hồ sơ xử lý trước hạn, đúng hạn 3 " in said
    assert "8,57 / 20" in said  # three of seven
    assert "tỷ lệ ÷ 50% × 6, nhiều nhất 6" in said
    assert "Nơi sẽ báo: Thanh toán." in said
    assert "1.1 Thủ tục công bố đúng hạn" not in said  # does not apply to a commune
    assert "công thức chưa đối chiếu được với văn bản: mô tả chia cho hồ sơ của thủ tục có kết quả là giấy tờ" in said
    assert "Chưa ai nhập điểm công bố của đơn vị này" in said


def test_the_end_of_the_month_is_foreseen_as_a_span(autumn, at_desk):
    said = words(at_desk("leader").get(INDEX))
    found = re.search(
        r"Dự tính cuối kỳ: từ ([\d,]+) \(nếu từ nay không ai làm gì, (\d+) hồ sơ sẽ lỡ hạn trong kỳ\) đến ([\d,]+)",
        said,
    )
    assert float(found[1].replace(",", ".")) < float(found[3].replace(",", "."))
    assert found[2] == "2"
    assert "hẹn đúng ngày cuối kỳ" not in said
    assert "Dự tính" not in words(at_desk("leader").get(f"{INDEX}?ky=2026-10"))
    said = words(at_desk("leader").get(f"{INDEX}?ky=2026-11-01..2026-11-25"))
    assert "0 hồ sơ sẽ lỡ hạn trong kỳ" in said
    assert "Thêm 2 hồ sơ hẹn đúng ngày cuối kỳ" in said


def test_indicators_of_procedures_open_their_procedures(autumn, at_desk):
    head = at_desk("leader")
    said = words(head.get(f"{PAGE}thu-tuc/?so=3.2"))
    assert "3.2 Dịch vụ trực tuyến có phát sinh hồ sơ: 0 trên 2 thủ tục" in said
    assert said.count("Chưa được tính") == 2
    assert head.get(f"{PAGE}thu-tuc/?so=2.1").status_code == 404
    assert head.get(f"{PAGE}thu-tuc/?so=x%27").status_code == 404


def test_what_is_late_can_be_narrowed_and_counts_what_it_lists(autumn, at_desk, world):
    head = at_desk("leader")
    assert "4 hồ sơ đang quá hạn" in words(head.get(LATE))
    assert "4 hồ sơ đang quá hạn, chưa có thư xin lỗi" in words(head.get(f"{LATE}?thu=chua"))
    assert "Không có hồ sơ nào" in words(head.get(f"{LATE}?tre=few"))
    assert re.search(r"Sắp đến hạn trả: .*hôm nay.*; .*trong hai ngày làm việc tới", words(head.get(LATE)))
    assert "4 hồ sơ đang quá hạn" in words(head.get(f"{LATE}?tre=many&giu={world.centre}"))
    assert head.get(f"{LATE}?giu=x%27;--&tre=%00&sau=").status_code == 200
    assert head.get(f"{LATE}?sau=x").status_code == 422


@pytest.mark.parametrize("address", [LEAD, INDEX, LATE, f"{PAGE}tai/?dang=csv"])
def test_one_sees_ones_own_unit_and_only_with_the_word_for_it_every_other(autumn, at_desk, world, address):
    other = f"{'&' if '?' in address else '?'}don-vi={world.stranger.agency_id}"
    assert at_desk("leader").get(address).status_code == 200
    assert at_desk("leader").get(address + other).status_code == 403
    assert at_desk("officer").get(address).status_code == 403


def test_a_leader_of_all_compares_units_and_others_may_not(autumn, province, at_desk):
    assert at_desk("leader").get(RANK).status_code == 403
    said = words(province.get(f"{RANK}?don-vi=tat-ca"))
    assert "Chưa có đơn vị nào để xếp hạng" in said
    assert "Ít hồ sơ, không xếp hạng" in said
    assert "Xã Tân Hòa" in said
    for query in ("sap=x", "nhom=so", "sap=quá&sau=9", "sap=dung-han&sau=-1"):
        assert province.get(f"{RANK}?don-vi=tat-ca&{query}").status_code == 200


def test_the_period_before_is_scored_by_what_had_been_told_then(autumn, world, province):
    due = (MORNING + timedelta(days=20)).isoformat()
    tell(PetitionReceived(subject="petition:1", agency_id=world.committee, due_at=due))
    folding.catch_up()

    def points(month, column):
        file = province.get(f"{PAGE}tai/?dang=csv&don-vi=tat-ca&ky={month}").content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(file)))
        return next(row[column] for row in rows if len(row) > column and row[1].endswith("xã Tân Hòa"))

    assert points("2026-11", 3) == points("2026-10", 2)
    assert points("2026-11", 2) != ""
    file = list(csv.reader(io.StringIO(province.get(f"{PAGE}tai/?dang=csv&don-vi=tat-ca&ky=2026-11").content.decode())))
    petitions = next(row for row in file if row and row[0] == "petitions")
    assert (petitions[5], petitions[6]) == ("1", "")  # now, and no number before


def test_units_with_enough_dossiers_are_ranked_and_sorted_by_any_column(world, province, monkeypatch):
    for place in range(31):
        a_dossier(world, MARITAL, at=MORNING - timedelta(minutes=place))
    folding.catch_up()
    page = province.get(f"{RANK}?don-vi=tat-ca&sap=ho-so")
    assert "1 đơn vị được xếp hạng" in words(page)
    assert 'aria-sort="descending"' in text(page)
    assert f"don-vi={world.committee}" in text(page)
    lead = words(province.get(f"{LEAD}?don-vi=tat-ca"))
    assert re.search(r"1 Xã Tân Hòa [\d,]+", lead)


@pytest.mark.parametrize("query", ["ky=2026-13", "ky=0001", "ky=9999", "ky=x%27;--", "ky=9999-12-31"])
@pytest.mark.parametrize("address", [LEAD, INDEX, LATE])
def test_what_is_no_period_is_not_there(world, at_desk, address, query):
    assert at_desk("leader").get(f"{address}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["don-vi=99999999", "don-vi=x%00", "don-vi=1%27 or 1=1"])
def test_what_is_no_unit_is_not_there(province, query):
    assert province.get(f"{LEAD}?{query}").status_code == 404


@pytest.mark.parametrize("key", ["2026-11-19", "2026-Q4", "2026", "2026-W47", "2026-H2", "2026-11-02..2026-11-18"])
@pytest.mark.parametrize("address", [LEAD, INDEX])
def test_every_kind_of_period_has_its_page(autumn, at_desk, address, key):
    page = at_desk("leader").get(f"{address}?ky={key}")
    assert page.status_code == 200
    assert f'<option value="{key}" selected>' in text(page)


def test_the_file_holds_the_same_numbers(autumn, at_desk):
    head = at_desk("leader")
    answer = head.get(f"{PAGE}tai/?dang=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    told = {row[0]: row for row in rows if row}
    assert told["received"][5] == "3"
    assert told["pleased_rate"][5] == ""  # nobody has that number
    assert told["TTPVHCC xã Tân Hòa"][1:] == ["0", "0", "4", "4", "4"]  # nobody has taken them yet
    book = head.get(f"{PAGE}tai/?dang=xlsx")
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        assert "xl/worksheets/sheet5.xml" in parts.namelist()
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
        looks = re.findall(r'formatCode="([^"]+)"', parts.read("xl/styles.xml").decode())
    assert {"0.0%", "0.00"} <= {*looks, "0.00"}  # two decimals are built in
    shares = [row for row in rows_of(book.content)[0] if row[:1] == ["on_time_rate"]]
    assert [row[3:6] for row in shares] == [[1, 1, 1]]
    assert head.get(f"{PAGE}tai/?dang=exe").status_code == 404


def test_pages_take_few_statements_however_many_dossiers_and_units(autumn, at_desk, province, queries):
    head = at_desk("leader")
    for browser, pages in ((head, (LEAD, INDEX, LATE)), (province, (LEAD, INDEX, LATE, RANK))):
        for address in pages:
            browser.get(address)
            with queries(max=10):
                browser.get(address)


def test_leaders_begin_with_the_leaders_page(world, at_desk, province):
    assert f'<li><a href="{LEAD}">Điều hành</a></li>' in text(at_desk("leader").get("/office/inbox/"))
    assert re.search(rf'<nav aria-label="Chính"><ul><li><a href="{LEAD}"', text(province.get("/office/inbox/")))
    assert f'<li><a href="{PAGE}">Số liệu</a></li>' in text(at_desk("receptionist").get("/office/inbox/"))


def opened(browser, href):
    """Return how many rows a page of rows says it has, and the codes of those it lists."""
    page = browser.get(href.replace("&amp;", "&"))
    assert page.status_code == 200, href
    number = re.search(r"<h1>[^<]*: ([\d.]+) hồ sơ", text(page))
    return int(number[1].replace(".", "")), re.findall(
        r'<th scope="row"><a href="/office/dossiers/([^/]+)/', text(page)
    )


def cells(page, name):
    """Return {what a cell is: (text, address)} of the row of a table that begins with a name."""
    row = re.search(rf'<tr>(?:<td[^>]*>\d+</td>)?<th scope="row">(?:<a[^>]*>)?{name}(?:</a>)?</th>(.*?)</tr>', page)
    found = re.findall(r'data-label="([^"]+)">(?:<a href="([^"]+)">)?([^<]*)', row[1])
    return {what: (said.strip(), href) for what, href, said in found}


def test_every_number_of_a_field_opens_its_dossiers(autumn, at_desk):
    late, codes = autumn
    head = at_desk("leader")
    row = cells(text(head.get(LEAD)), "Hộ tịch")
    assert [row[what][0] for what in ("nhận", "đã giải quyết", "đúng hạn", "đang quá hạn")] == ["3", "1", "100%", "4"]
    listed = {what: opened(head, href) for what, (_, href) in row.items()}
    assert listed["nhận"] == (3, codes)
    assert listed["đã giải quyết"] == listed["đúng hạn"] == (1, [codes[0]])
    assert listed["đang quá hạn"] == (4, late)
    assert "Hộ tịch" in text(head.get(row["nhận"][1].replace("&amp;", "&")))
    assert head.get(f"{PAGE}ho-so/?so=open&linh-vuc=%27x").status_code == 404


def test_the_smaller_fields_together_open_theirs(autumn, at_desk, monkeypatch):
    monkeypatch.setattr(sectors, "SHOWN", 0)
    head = at_desk("leader")
    row = cells(text(head.get(LEAD)), "1 lĩnh vực còn lại")
    assert opened(head, row["nhận"][1])[0] == 3
    october = head.get(f"{PAGE}ho-so/?ky=2026-11&so=kept_rate&phan=lost&linh-vuc=con-lai")
    assert "chưa đạt: 4 hồ sơ" in words(october)
    assert "phan=whole&amp;linh-vuc=con-lai" in text(october)


def test_every_number_of_a_ranked_unit_opens_its_dossiers(autumn, province):
    late, codes = autumn
    page = text(province.get(f"{RANK}?don-vi=tat-ca"))
    row = cells(page, "Xã Tân Hòa")
    assert [row[what][0] for what in ("hồ sơ", "đúng hạn", "quá hạn")] == ["7", "100%", "4"]
    assert opened(province, row["hồ sơ"][1]) == (7, [*late, *codes])
    assert opened(province, row["quá hạn"][1]) == (4, late)
    assert opened(province, row["đúng hạn"][1]) == (1, [codes[0]])
    assert row["số hóa"] == ("–", "")
    href, points = re.search(r'mc-rank__points">.*?<a href="([^"]+)">([\d,]+)', page).groups()
    said = words(province.get(href.replace("&amp;", "&")))
    same, of, told = re.search(r"Ở bảng xếp hạng: (\S+) điểm trên 100, quy từ (\S+) trên (\S+) điểm", said).groups()
    ranked, hundred, sum_of, reachable = (float(one.replace(",", ".")) for one in (points, same, of, told))
    assert abs(hundred - ranked) <= 0.05
    assert abs(sum_of * 100 / reachable - hundred) <= 0.01


def test_numbers_of_who_holds_what_is_late_open_that_list(autumn, at_desk):
    head = at_desk("leader")
    row = re.search(r'<a href="([^"]+tre=many)"[^>]*>(\d+)', text(head.get(LEAD)))
    assert f"{row[2]} hồ sơ đang quá hạn" in words(head.get(row[1].replace("&amp;", "&")))


def test_the_sum_of_a_group_says_whether_what_is_printed_adds_up(autumn, at_desk):
    said = words(at_desk("leader").get(INDEX))
    sums = re.findall(r"Cộng nhóm: ((?:[\d,]+ \+ )*[\d,]+) = ([\d,]+) (✓ cộng đúng|các số in ra lệch ([\d,]+))", said)
    assert sums
    for parts, total, verdict, gap in sums:
        off = abs(sum(Decimal(one.replace(",", ".")) for one in parts.split(" + ")) - Decimal(total.replace(",", ".")))
        assert off == (Decimal(gap.replace(",", ".")) if gap else 0), verdict
    assert "cộng khi chưa làm tròn, rồi mới làm tròn" in said


def test_the_bulletin_gives_the_advice_of_the_leaders_page(autumn, at_desk):
    dossier = Dossier.objects.get(code=autumn[1][0]).pk
    tell(ResultDigitised(subject=f"copies-of:{dossier}"))
    folding.catch_up()
    head = at_desk("leader")
    morning = re.search(r"dễ lấy lại nhất là [\w.]+ (.+?), thêm (\d+) hồ sơ", words(head.get(f"{PAGE}ban-tin/")))
    lead = re.search(r"(?:D|, d)ễ lấy nhất: (.+?), đang mất .*? Cứ (\d+) hồ sơ", words(head.get(LEAD)))
    assert (morning[1].lower(), morning[2]) == (lead[1], lead[2])


def test_a_dossier_late_and_blamed_is_one_row_that_is_taken_away_twice(autumn, at_desk):
    late, codes = autumn
    for code in (late[0], codes[1]):
        dossier = Dossier.objects.get(code=code).pk
        tell(DossierPetitioned(subject=f"petitions-of:{dossier}", petition_id=dossier))
    pleased = Dossier.objects.get(code=codes[0]).pk
    tell(RatingGiven(subject=f"rating-of:{pleased}", dossier_id=pleased, level="yes", commented=False))
    folding.catch_up()
    head = at_desk("leader")
    assert re.search(r"5\.4 [^÷]* 1 hồ sơ không trễ[^÷]* trên 7 ", words(head.get(INDEX)))
    lost = head.get(f"{PAGE}ho-so/?so=766.5.4&phan=lost")
    assert "chưa đạt: 5 hồ sơ" in words(lost)
    assert "5 hồ sơ, trong đó 1 vừa trễ vừa bị phản ánh, bị chê nên trừ hai lần: 5 + 1 = 6 chỗ mất điểm" in words(lost)
    assert sum(code in text(lost) for code in (*late, codes[1])) == 5
    kept = words(head.get(f"{PAGE}ho-so/?so=766.5.4"))
    assert "chỉ số đếm 2 − 1 = 1" in kept
    assert "trừ hai lần" not in words(head.get(f"{PAGE}ho-so/?so=766.2.1&phan=lost"))


def test_whoever_holds_a_late_dossier_is_reminded_by_a_button_once_a_day(autumn, at_desk, world, frozen):
    late, codes = autumn
    head = at_desk("leader")
    listed = head.get(f"{LATE}?tre=many")
    action = re.search(r'<form method="post" action="([^"]+nhac[^"]+)"', text(listed))[1].replace("&amp;", "&")
    form = {"ho-so": late[0], "idempotency_key": value_of(listed, "idempotency_key")}
    for _ in range(2):
        answer = head.post(action, form)
        assert answer.status_code == 303
        assert "tre=many" in answer.headers["Location"]
    assert ReminderGiven.__name__ in {one.name for one in history(f"dossier:{Dossier.objects.get(code=late[0]).pk}")}
    again = words(head.get(LATE))
    assert f"Đã nhắc nơi giữ hồ sơ {late[0]}" in again
    assert "đã nhắc 09:00" in again
    other = head.post(action, {"ho-so": late[0], "idempotency_key": "another"}, follow=True)
    assert f"Hồ sơ {late[0]} đã được nhắc lúc 09:00 hôm nay" in words(other)
    assert head.post(action, {"ho-so": codes[1]}).status_code == 422
    assert head.post(action, {"ho-so": "x"}).status_code == 404
    assert at_desk("officer").post(action, {"ho-so": late[1]}).status_code == 403


def test_the_chart_of_a_phone_shows_the_newest_months(autumn, at_desk):
    page = text(at_desk("leader").get(LEAD))
    narrow = page.partition('<div class="mc-months--phone">')[2].partition("</svg>")[0]
    assert re.findall(r">(\d\d/\d\d)</text>", narrow) == ["06/26", "07/26", "08/26", "09/26", "10/26", "11/26"]


def test_a_ranked_department_that_receives_too_opens_what_it_decides(world, province):
    by, founded = system("test"), FOUNDED
    sector = organisation.found("H00.07", "Sở Thử nghiệm", AgencyKind.DEPARTMENT, by=by, at=founded, receives=True)
    counter = organisation.found("H00.08", "Quầy Thử nghiệm", AgencyKind.CENTRE, by=by, at=founded, receives=True)
    offers.offer(
        MARITAL,
        agency_id=counter,
        competent_id=sector,
        process="test-process",
        valid_from=founded.date(),
        by=by,
        at=founded,
    )
    receptionist, _ = an_officer("Tạ Thị Quầy", counter, "Tiếp nhận", ["one_stop_officer"], "quay")
    codes = dossiers_of((counter, receptionist, None, None), 3, at=MORNING)
    folding.catch_up()
    row = cells(text(province.get(f"{RANK}?don-vi=tat-ca&nhom=so")), "Sở Thử nghiệm")
    assert row["hồ sơ"][0] == "3"
    assert opened(province, row["hồ sơ"][1]) == (3, codes)


def test_what_is_due_today_or_soon_stands_in_the_same_list_without_a_reminder(autumn, at_desk, world):
    a_dossier(world, MARITAL, at=MORNING - timedelta(days=7))
    head = at_desk("leader")
    for age, called in (
        ("today", "1 hồ sơ phải trả hôm nay"),
        ("soon", "0 hồ sơ phải trả trong hai ngày làm việc tới"),
    ):
        said = words(head.get(f"{LATE}?tre={age}"))
        assert called in said
        assert "Nhắc nơi giữ" not in said
