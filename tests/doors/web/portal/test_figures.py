"""Public figures: exact for everything, protected for each unit; the same on the page, in CSV and in JSON."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest

from motcua.ground.kernel import clock
from motcua.steering.indicators.rules.measures import MEASURES
from motcua.steering.indicators.services import folding
from tests.factories.units import OCTOBER, a_commune, dossiers_of
from tests.factories.world import MORNING

PAGE, DATA = "/so-lieu/", "/so-lieu/du-lieu/"
NO_MONTHS = "Chưa có tháng nào đã hết"


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MORNING)


@pytest.fixture
def october(world):
    """Let four communes have an October: 30, 12, 9 and 2 dossiers; and one of them three in November."""
    units = [a_commune(f"H99.3{place}", f"Ủy ban nhân dân xã {name}") for place, name in enumerate("ABCD")]
    dossiers_of(units[0], 30, online=12, resolved=20, late=2)
    dossiers_of(units[1], 12, online=6, resolved=8, late=6)
    dossiers_of(units[2], 9, online=9)
    dossiers_of(units[3], 2)
    dossiers_of(units[0], 3, at=MORNING - timedelta(days=1))
    folding.catch_up()


def words(response):
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(page.replace("\xa0", " ").split())


def cells(response, name):
    """Return the cells of a row of a table."""
    page = response.content.decode()
    found = re.search(rf'<tr[^>]*><th scope="row">(?:<a[^>]*>)?{re.escape(name)}.*?</tr>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in re.findall(r"<td.*?</td>", found[0], re.DOTALL)]


def widths(response):
    """Return how long the bar of each month is."""
    page = response.content.decode()
    found = re.findall(r'<th scope="row">(tháng [\d/]+).*?<rect x="0" y="0" width="(\d+)"', page, re.DOTALL)
    return {month: int(width) for month, width in found}


def lines(client, **wanted):
    text = b"".join(client.get(f"{DATA}so-lieu-thang.csv").streaming_content).decode()
    assert text.startswith("\ufeff")
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def test_everything_is_told_month_by_month_and_of_the_running_one_the_totals_only(client, october):
    page = client.get(PAGE)
    assert cells(page, "tháng 10/2026") == ["53", "50,9%", "28", "71,4%", "không ghi riêng", "5,8 ngày"]
    assert cells(page, "tháng 11/2026") == ["3", "–", "0", "–", "–", "–"]
    assert "Đã nhận tháng này 3" in words(page)
    assert "chưa hết tháng" in words(page)


def test_a_unit_is_told_of_months_that_are_over_and_small_numbers_are_not_written_out(client, october):
    page = client.get(PAGE)
    assert cells(page, "Ủy ban nhân dân xã A") == ["30", "40%", "20", "trên 75%", "không ghi riêng"]
    assert cells(page, "Ủy ban nhân dân xã B") == [
        "12",
        "không ghi riêng",
        "không ghi riêng",
        "không ghi riêng",
        "dưới 5",
    ]
    assert cells(page, "Ủy ban nhân dân xã D") == ["dưới 5", "không ghi riêng", "dưới 5", "không ghi riêng", "dưới 5"]
    own = client.get(f"{PAGE}don-vi/H99.30/")
    assert "tháng 11/2026" not in words(own)
    assert cells(own, "tháng 10/2026") == [
        *cells(page, "Ủy ban nhân dân xã A")[:4],
        "dưới 5",
        "không ghi riêng",
        "không ghi riêng",
    ]


def test_bars_and_averages_tell_nothing_of_a_month_that_is_held_back(client, world):
    units = [a_commune(f"H99.3{place}", f"Ủy ban nhân dân xã {name}") for place, name in enumerate("AB")]
    dossiers_of(units[0], 6, resolved=6)
    dossiers_of(units[1], 1, at=OCTOBER - timedelta(days=30))
    dossiers_of(units[0], 3, at=MORNING - timedelta(days=1))
    folding.catch_up()
    page = client.get(PAGE)
    assert cells(page, "tháng 10/2026")[0] == cells(page, "tháng 10/2026")[-1] == "không ghi riêng"
    assert widths(page) == {"tháng 11/2026": 100, "tháng 10/2026": 0, "tháng 09/2026": 0}
    assert lines(client, unit="*", month="2026-10", measure="hours_each")[0]["how"] == "held"


def test_the_average_is_on_the_page_what_it_is_in_the_open_data(client, october):
    (told,) = lines(client, unit="*", measure="hours_each")
    assert (told["how"], told["part"], told["whole"]) == ("exact", "", "")
    assert f"{int(told['value']) / 24:.1f} ngày".replace(".", ",") == cells(client.get(PAGE), "tháng 10/2026")[-1]


def test_where_the_sum_gives_a_small_number_away_another_is_held_back(client, october):
    received = {row["unit"]: (row["value"], row["how"]) for row in lines(client, measure="received")}
    assert received == {
        "*": ("53", "exact"),
        "H99.30": ("30", "exact"),
        "H99.31": ("12", "exact"),
        "H99.32": ("", "held"),
        "H99.33": ("5", "below"),
    }


def test_the_page_the_csv_and_the_json_say_the_same(client, october):
    table = lines(client)
    array = json.loads(b"".join(client.get(f"{DATA}so-lieu-thang.json").streaming_content))
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in array] == table
    told = {(row["unit"], row["measure"]): row for row in table}
    assert told["*", "on_time_rate"] | {"value": ""} == told["*", "on_time_rate"] | {
        "value": "",
        "part": "20",
        "whole": "28",
    }
    assert (told["H99.30", "on_time_rate"]["value"], told["H99.30", "on_time_rate"]["how"]) == ("0.75", "above")
    assert told["*", "pleased_rate"]["how"] == "none"
    assert {row["month"] for row in table} == {"2026-10"}
    assert {row["measure"] for row in table if row["unit"] == "*"} == set(MEASURES)
    assert "Nguyệt" not in str(table)


def test_no_small_number_of_a_unit_is_written_anywhere(client, october):
    small = [
        row for row in lines(client) if row["unit"] != "*" and row["how"] == "exact" and "rate" not in row["measure"]
    ]
    assert small
    assert all(int(row["value"]) >= 5 for row in small)


def test_an_installation_with_one_unit_tells_only_of_everything(client, world):
    dossiers_of(a_commune("H99.30", "Ủy ban nhân dân xã A"), 6)
    folding.catch_up()
    assert "chỉ có một đơn vị" in words(client.get(PAGE))
    assert {row["unit"] for row in lines(client)} == {"*"}
    assert lines(client, measure="received")[0]["value"] == "6"
    parts = [row for row in lines(client) if row["how"] == "exact" and row["value"] not in ("", "0")]
    assert {row["measure"] for row in parts} <= {"received", "resolved", "open", "open_late"}
    assert lines(client, measure="received_online")[0]["how"] == "below"
    assert client.get(f"{PAGE}don-vi/H99.30/").status_code == 404


def test_before_the_first_month_is_over_there_is_a_page_and_an_empty_file(client, world):
    assert NO_MONTHS in words(client.get(PAGE))
    assert lines(client) == []
    assert json.loads(b"".join(client.get(f"{DATA}so-lieu-thang.json").streaming_content)) == []


@pytest.mark.parametrize("address", [f"{PAGE}?thang=2026-11", f"{PAGE}?thang=x%27", f"{PAGE}don-vi/H00/", f"{PAGE}x/"])
def test_what_is_not_told_is_not_there(client, october, address):
    assert client.get(address).status_code == 404


def test_the_dictionary_and_the_description_name_every_measure_and_file(client, world):
    said = client.get(f"{DATA}tu-dien.json").json()
    assert {one["code"] for one in said} == set(MEASURES)
    assert all(one["formula"] and one["basis"] for one in said)
    package = client.get(f"{DATA}datapackage.json").json()
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        assert client.get(resource["path"].removeprefix("http://testserver")).status_code == 200
    head = b"".join(client.get(f"{DATA}so-lieu-thang.csv").streaming_content).decode().splitlines()[0]
    fields = package["resources"][0]["schema"]["fields"]
    assert ",".join(field["name"] for field in fields) == head.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (PAGE, "private"),
        (DATA, "private"),
        (f"{DATA}so-lieu-thang.csv", "public"),
        (f"{DATA}so-lieu-thang.json", "public"),
        (f"{DATA}tu-dien.json", "public"),
        (f"{DATA}datapackage.json", "public"),
    ],
)
def test_what_is_five_minutes_old_is_kept_and_asked_for_with_its_mark(client, october, address, kept, monkeypatch):
    client.get(address)  # brings the cookie of the form that turns the language
    first = client.get(address)
    assert set(first.headers["Cache-Control"].split(", ")) == {kept, "max-age=300"}
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert ("Cookie" in again.headers.get("Vary", "")) == (kept == "private")
    client.cookies["mc_lang"] = "en"
    assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == (
        200 if kept == "private" else 304
    )
    monkeypatch.setattr(clock, "now", lambda: MORNING + timedelta(minutes=6))
    del client.cookies["mc_lang"]
    assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_one_address_may_ask_now_and_then(client, world):
    answers = [client.get(f"{DATA}tu-dien.json").status_code for _ in range(62)]
    assert answers.count(429) == 2
    assert "Retry-After" in client.get(PAGE).headers


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}?thang=2026-10", f"{PAGE}don-vi/H99.30/", DATA])
def test_a_page_takes_few_statements_and_speaks_english(client, october, queries, see, address):
    with queries(max=10):
        response = client.get(address)
    page = see(response)
    assert (response.status_code, page.h1, page.main) == (200, 1, 1)
    assert not page.unlabelled
    client.cookies["mc_lang"] = "en"
    english = words(client.get(address))
    assert "under 5" in english
    assert "Applications finished by the promised day divided by all that were finished." in english
    assert address == DATA or "dưới 5" not in english
