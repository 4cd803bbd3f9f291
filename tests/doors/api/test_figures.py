"""Figures over the interface: the dictionary, values with their parts, series, rows page by page, the service index."""

import os
from datetime import date

import pytest

from motcua.casework.dossiers.services import processing, results
from motcua.ground.kernel import clock
from motcua.steering.indicators.rules.measures import MEASURES
from motcua.steering.indicators.services import folding
from motcua.steering.indicators.vocabulary import Count
from tests.casework.dossiers.year import simulate
from tests.factories import spreadsheets
from tests.factories.figures import ABSENT, a_reader, differences, drawn, in_open_data, on_the_page
from tests.factories.world import MORNING, a_dossier

from .test_dossiers import problem

FIGURES = int(os.environ.get("MOTCUA_FIGURES", "100"))
EXPORTS = (in_open_data, *spreadsheets.PLACES)
CENTRE, COMMITTEE = "H99.24.01", "H99.24"


@pytest.fixture
def month(world):
    """Return the codes of five dossiers of November, of which one was resolved."""
    codes = [a_dossier(world).code for _ in range(5)]
    processing.complete(codes[0], "forward", by=world.officer, at=MORNING)
    results.attach(codes[0], number="1/XN", by=world.signer, at=MORNING)
    processing.complete(codes[0], "sign", by=world.signer, at=MORNING)
    folding.follow()
    return codes


def by_code(said):
    return {one["code"]: (one["number"], one["part"], one["whole"]) for one in said["values"]}


def test_the_dictionary_says_every_measure_with_its_formula_and_its_source(machine):
    said = machine("receptionist").get("figures/measures").json()
    assert [one["code"] for one in said] == list(MEASURES)
    one = next(one for one in said if one["code"] == "on_time_rate")
    assert one["part"] == ["resolved_early", "resolved_on_time"]
    assert one["whole"] == ["resolved"]
    assert one["formula"] == "(Đã giải quyết, trước hạn + Đã giải quyết, đúng hạn) ÷ (Đã giải quyết)"
    assert all(one["name"] and one["basis"] and one["unit_label"] and one["valid_from"] for one in said)


def test_values_come_with_the_counts_they_are_made_of_and_what_nobody_tells_has_none(machine, month):
    said = machine("receptionist").get("figures/values").json()
    assert (said["agency"], said["of"], said["period"], said["over"]) == (CENTRE, "received", "2026-11", False)
    assert (said["as_of"], said["behind"]) == ("2026-11-19", 0)
    found = by_code(said)
    assert (found["received"], found["on_time_rate"]) == ((5.0, 5, None), (1.0, 1, 1))
    assert found["pleased_rate"] == found["fee_due"] == (None, None, None)
    empty = machine("receptionist").get("figures/values", {"period": "2025", "measures": ["on_time_rate", "open"]})
    assert by_code(empty.json()) == {"on_time_rate": (None, None, None), "open": (None, None, None)}


def test_what_is_not_counted_yet_is_said(machine, month, world):
    a_dossier(world)
    assert machine("receptionist").get("figures/values").json()["behind"] == 1


def test_a_series_is_one_period_after_the_other(machine, month):
    asked = {"kind": "month", "until": "2026-11", "count": 3, "measures": ["received"]}
    said = machine("receptionist").get("figures/series", asked).json()
    assert [(one["period"], one["over"], one["values"][0]["part"]) for one in said["points"]] == [
        ("2026-09", True, None),
        ("2026-10", True, None),
        ("2026-11", False, 5),
    ]


def test_rows_come_page_by_page_with_codes_and_dates_and_nothing_personal(machine, month):
    counter, found, after = machine("receptionist"), [], ""
    while after is not None:
        answer = counter.get("figures/rows", {"measure": "open", "limit": 2, "after": after})
        assert "Nguyệt" not in answer.content.decode()
        said = answer.json()
        assert said["total"] == 4
        found, after = found + said["items"], said.get("next")
    assert [row["code"] for row in found] == month[1:]
    assert {(row["status"], row["due_at"]) for row in found} == {("received", "2026-11-26T17:00:00+07:00")}


def test_rows_of_what_nobody_told_are_no_number_not_nought(machine, month):
    said = machine("receptionist").get("figures/rows", {"measure": "rated"}).json()
    assert (said["total"], said["items"]) == (None, [])


@pytest.mark.parametrize(("side", "left"), [("part", 1), ("whole", 1), ("lost", 0)])
def test_a_ratio_opens_what_is_above_and_below_its_line_and_what_costs_it(machine, month, side, left):
    said = machine("receptionist").get("figures/rows", {"measure": "on_time_rate", "side": side}).json()
    assert (said["total"], len(said["items"]), said["side"]) == (left, left, side)


def test_the_index_is_the_scorecard_of_the_unit(machine, month):
    said = machine("leader").get("figures/index", {"period": "2026-11"}).json()
    line = next(one for one in said["lines"] if one["code"] == "2.1")
    assert (said["level"], line["part"], line["whole"], line["points"], line["lost"]) == ("commune", 5, 5, 20.0, 0.0)
    paid = next(one for one in said["lines"] if one["code"] == "3.6")
    assert (paid["part"], paid["points"]) == (None, None)
    told = [group["points"] for group in said["groups"] if group["points"] is not None]
    assert round(sum(told), 2) == said["total"]
    assert (said["rating"], said["applies"]) == (None, 88)
    idle = [one["code"] for one in said["lines"] if not one["arises"]]
    assert (paid["arises"], idle, said["missing"]) == (True, ["4.5a"], 86 - said["told"])
    assert said["of_a_hundred"] == pytest.approx(said["total"] * 100 / said["told"], abs=0.01)
    assert {one["code"] for one in said["lines"] if not one["confirmed"]} == {
        "1.4", "3.3", "3.5", "4.1", "4.2", "4.4", "4.CT"
    }  # fmt: skip
    assert all(bool(one["unsure"]) is not one["confirmed"] for one in said["lines"])


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("values", {"agency": COMMITTEE}, 403),
        ("values", {"agency": "all"}, 403),
        ("values", {"agency": "H00"}, 403),
        ("values", {"agency": "' OR 1=1 --"}, 403),
        ("values", {"agency": "x" * 36}, 422),
        ("values", {"period": "2026-13"}, 422),
        ("values", {"period": "9999"}, 422),
        ("values", {"period": "2026-12"}, 422),
        ("index", {"period": "2027"}, 422),
        ("values", {"period": "2026-11-30..2026-11-01"}, 422),
        ("values", {"measures": ["none"]}, 404),
        ("rows", {"measure": "open'"}, 404),
        ("rows", {"measure": "open", "after": "-1"}, 422),
        ("rows", {"measure": "open", "limit": 501}, 422),
        ("rows", {"measure": "open", "side": "x"}, 422),
        ("rows", {"measure": "open", "side": "lost"}, 422),
        ("rows", {}, 422),
        ("series", {"kind": "range"}, 422),
        ("series", {"count": 61}, 422),
        ("series", {"kind": "year", "until": "0003", "count": 9}, 422),
        ("index", {"period": "x"}, 422),
    ],
)
def test_what_is_not_there_and_what_is_not_ones_own_is_a_problem(machine, world, path, query, status):
    problem(machine("receptionist").get(f"figures/{path}", query), status)


def test_who_may_not_see_figures_sees_none_and_a_token_is_needed(machine, anybody):
    problem(machine("officer").get("figures/values"), 403)
    problem(anybody.get("figures/values"), 401)
    problem(anybody.get("figures/measures"), 401)


def test_who_may_see_everything_asks_for_any_unit_by_its_code(world, month):
    reader = a_reader(world.committee)
    assert reader.api("values", agency=CENTRE, measures=["received"])["values"][0]["part"] == 5
    assert reader.api("values", agency="all", measures=["received"])["agency"] is None
    assert reader.api("values", agency=COMMITTEE, measures=["received"])["of"] == "competent"
    missing = reader.client.get(
        "/api/v1/figures/values?agency=H00", headers={"authorization": f"Bearer {reader.token}"}
    )
    problem(missing, 404)


@pytest.mark.parametrize(
    ("path", "query", "most"),
    [
        ("values", {}, 9),
        ("series", {"count": 36}, 7),
        ("rows", {"measure": "open", "limit": 500}, 10),
        ("index", {}, 10),
    ],
)
def test_an_answer_takes_few_statements_however_much_it_says(machine, month, queries, path, query, most):
    caller = machine("leader")
    with queries(max=most):
        assert caller.get(f"figures/{path}", query).status_code == 200


def test_a_figure_says_the_same_wherever_it_is_printed_and_opens_its_rows(db, monkeypatch):
    """Pages, spreadsheets, open data, interface, command; `make prove ISSUE=indicators/figures N=1000` draws more."""
    year = simulate(40 + FIGURES // 20, seed=38, last=date(2026, 2, 20), say=lambda line: None)
    folding.catch_up()
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    reader = a_reader(year.world.committee)
    periods = ["2026-01", "2026-02", "2026-03", "2026-Q1", "2026", "2025", "2026-01-20", "2026-W05"]
    wanted = drawn(FIGURES, seed=38, agencies=["", CENTRE, COMMITTEE, "H99.77"], periods=periods)
    assert differences(reader, wanted, today=MORNING.date(), exports=EXPORTS) == []
    read = {place.__name__: sum(place(reader, one) is not ABSENT for one in wanted) for place in EXPORTS}
    assert min(read.values()) > 2, read
    printed = [on_the_page(reader, one) for one in wanted if one.measure in set(Count)]
    assert sum(isinstance(one, float) and one > 0 for one in printed) > 5
    print(f"{len(wanted)} figures, {len(set(wanted))} different, no difference; read {read}")
