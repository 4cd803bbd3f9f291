"""The forecasts' desk: the likeliest to be late first, with reasons; what is in use, and how well it foretells."""

import re
from datetime import datetime, timedelta

import pytest

from motcua.casework.dossiers.models import Dossier
from motcua.steering.forecasts.rules import reasons
from motcua.steering.forecasts.services import foretelling, training
from tests.factories.history import a_past
from tests.factories.world import MORNING, VN, a_dossier, an_officer

from .conftest import text

pytestmark = pytest.mark.django_db
PAGE = "/office/forecasts/"
DAWN = datetime(2026, 11, 19, 5, 10, tzinfo=VN)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


@pytest.fixture
def learned(world):
    a_past(world, 2400, until=DAWN)
    training.train(at=DAWN)
    return foretelling.predict(at=DAWN)


def test_the_page_lists_each_open_dossier_with_its_risk_and_why_and_says_how_well_it_foretells(learned, counter):
    said = words(counter.get(PAGE))
    assert f"{learned} hồ sơ" in said
    assert "Mô hình học từ hồ sơ đã xong" in said
    assert "quy tắc số ngày còn lại: 0," in said
    assert "không xét cán bộ" in said
    shown = [int(percent) for percent in re.findall(r">(\d+) %</span></td>", text(counter.get(PAGE)))]
    assert len(shown) == learned
    assert shown == sorted(shown, reverse=True)
    rows = words(counter.get(PAGE)).partition("Nguy cơ cao")[2] or said
    begun = {phrase.partition("{}")[0].strip() for phrase in reasons._SENTENCES.values()}
    assert any(phrase in rows for phrase in begun if len(phrase) > 4), "the reasons of the riskiest"


def test_a_dossier_says_its_risk_and_its_reasons_unless_it_is_low(learned, officer, counter):
    by_risk = re.findall(r"/office/dossiers/([^/]+)/", text(counter.get(PAGE)))
    assert len(by_risk) == learned
    first = words(officer.get(f"/office/dossiers/{by_risk[0]}/"))
    assert re.search(r"Nguy cơ trễ \d+ % .*\. Dự báo lúc 05:10 19/11, ở bước “(Kiểm tra|Ký)", first)
    assert "Nguy cơ trễ" not in words(officer.get(f"/office/dossiers/{by_risk[-1]}/"))


def test_without_history_the_page_says_so_and_shows_no_percent(world, counter):
    code = a_dossier(world, at=MORNING - timedelta(days=5)).code
    assert "Chưa học lần nào" in words(counter.get(PAGE))
    assert "Không có hồ sơ nào để dự báo" in words(counter.get(PAGE))
    training.train(at=DAWN)
    foretelling.predict(at=DAWN)
    said = words(counter.get(PAGE))
    assert "Chưa đủ dữ liệu để tính phần trăm" in said
    assert "Chưa đủ dữ liệu để học" in said
    assert code in said
    assert not re.search(r"\d %", said)


def test_a_dossier_near_its_day_says_it_is_only_the_date_that_is_known(world, officer, frozen):
    code = a_dossier(world, at=MORNING - timedelta(days=7)).code
    foretelling.predict(at=DAWN)
    said = words(officer.get(f"/office/dossiers/{code}/"))
    assert "Nguy cơ trễ: vừa còn 1 ngày làm việc; sau bước này còn 1 bước. Ước theo ngày còn lại" in said
    Dossier.objects.filter(code=code).update(status="completed", completed_at=MORNING)
    assert "Nguy cơ trễ" not in words(officer.get(f"/office/dossiers/{code}/"))


def test_an_old_forecast_is_said_to_be_old(world, counter, frozen):
    a_dossier(world, at=MORNING)
    foretelling.predict(at=MORNING)
    assert "Dự báo đã cũ" not in words(counter.get(PAGE))
    frozen(MORNING + timedelta(days=2))
    assert "Dự báo đã cũ" in words(counter.get(PAGE))


def test_the_list_goes_on_page_by_page(world, counter, monkeypatch):
    from motcua.doors.web.office.forecasts import views

    monkeypatch.setattr(views, "_PAGE", 3)
    codes = {a_dossier(world, at=MORNING).code for _ in range(7)}
    foretelling.predict(at=MORNING + timedelta(minutes=1))
    seen, address = [], PAGE
    while address:
        page = text(counter.get(address))
        seen += re.findall(r"/office/dossiers/([^/]+)/", page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(codes) == 7
    assert set(seen) == codes


@pytest.mark.parametrize(
    ("query", "status"),
    [("sau=x", 404), ("sau=99999-1", 404), ("sau=-1", 404), ("don-vi=999999", 403), ("don-vi=tat-ca", 403)],
)
def test_what_is_not_there_and_what_is_not_ones_own_is_said(counter, query, status):
    assert counter.get(f"{PAGE}?{query}").status_code == status


def test_who_does_not_see_the_agency_does_not_see_its_risks(at_desk, world):
    assert at_desk("stranger").get(PAGE).status_code in (200, 403)
    a_dossier(world, at=MORNING)
    foretelling.predict(at=MORNING + timedelta(minutes=1))
    assert "H99.24.01-" not in text(at_desk("stranger").get(PAGE))


def test_a_page_takes_few_statements_however_many_dossiers(learned, counter, queries):
    with queries(max=10):
        counter.get(PAGE)


def test_a_unit_of_ones_own_and_none_other_is_offered_and_answered(world, at_desk):
    _, world.emails["province"] = an_officer("Khuất Hữu Tiệm", world.committee, "Phó Chủ tịch", ["leader"], "tinh")
    page = text(at_desk("province").get(f"{PAGE}?don-vi=tat-ca"))
    assert '<option value="tat-ca" selected>' in page
    assert f'<option value="{world.centre}">' in page
    assert at_desk("province").get(f"{PAGE}?don-vi=999999").status_code == 404
    own = at_desk("receptionist")
    assert "<option" not in text(own.get(PAGE)).partition("<main")[2]
    assert own.get(f"{PAGE}?don-vi={world.committee}").status_code == 403
