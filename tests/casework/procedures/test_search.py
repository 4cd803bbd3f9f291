"""The 120 queries, written before the ranking existed, over the seed and the national sample imported as drafts."""

import json
import os
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from motcua.casework.procedures.queries.search import find
from motcua.casework.procedures.rules.words import fold
from motcua.casework.procedures.services import imports
from motcua.ground.kernel.actors import system

HERE = Path(__file__).parent
SAMPLES = Path(os.environ.get("MOTCUA_SAMPLES", Path(__file__).parents[4] / "shared" / "data"))
SAMPLE = SAMPLES / "national-catalogue-sample-300.json"
ON = date(2026, 11, 16)
AT = datetime(2026, 11, 16, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SAMPLE.exists(), reason="the national sample is not here; MOTCUA_SAMPLES names its folder"),
]


@pytest.fixture
def sample(db: None) -> int:
    """Import the national sample: 300 drafts beside the seed."""
    records = json.loads(SAMPLE.read_text(encoding="utf-8"))
    imports.import_records(records, by=system("test"), at=AT)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE procedures_version")
    return len(records)


MEASURED = ("queries_titles_only.json", "queries_by_kind.json")


def _queries(files: tuple[str, ...] = MEASURED) -> list[dict[str, object]]:
    return [query for file in files for query in json.loads((HERE / file).read_text(encoding="utf-8"))]


def test_the_right_procedure_is_among_the_first_three(sample: int) -> None:
    found: dict[str, list[bool]] = defaultdict(list)
    missed = []
    for query in _queries():
        hits = find(str(query["query"]), on=ON, top=3, drafts=True)
        right = any(hit.code in query["codes"] for hit in hits)
        found[str(query["kind"])].append(right)
        if not right:
            missed.append((query, [(hit.code, hit.score, hit.name[:60]) for hit in hits]))
    shares = {kind: sum(rights) / len(rights) for kind, rights in sorted(found.items())}
    whole = sum(map(sum, found.values())) / sum(map(len, found.values()))
    print(f"\nwhole {whole:.1%}; " + ", ".join(f"{kind} {share:.0%}" for kind, share in shares.items()))
    for query, hits in missed:
        print("missed", query, *hits, sep="\n   ")
    assert whole >= 0.90
    assert min(shares.values()) >= 0.75, shares


def test_queries_kept_apart_from_the_measured_ones_fare_no_worse(sample: int) -> None:
    queries = _queries(("queries_later.json",))
    right = [any(hit.code in q["codes"] for hit in find(str(q["query"]), on=ON, top=3, drafts=True)) for q in queries]
    assert sum(right) / len(right) >= 0.90


@pytest.mark.parametrize(
    "query",
    [
        "làm giấy khai sinh cho con",  # the home page's own example
        "lam giay khai sinh cho con",
        "khai sinh cho con",
        "đăng ký khai sinh cho con",
        "giấy khai sinh cho bé",
        "xin giấy khai sinh cho cháu",
    ],
)
def test_a_birth_certificate_for_a_child_is_the_registration_of_birth(sample: int, query: str) -> None:
    assert [hit.code for hit in find(query, on=ON, top=1)] == ["1.001193"]


def test_drafts_never_crowd_out_what_is_in_force(sample: int) -> None:
    assert [hit.code for hit in find("đăng ký khai sinh", on=ON, top=1)] == ["1.001193"]
    assert not {hit.code for hit in find("thủ tục hải quan", on=ON)} & {"1.005458", "1.006468"}


def test_scores_fall_and_lie_between_nought_and_one(sample: int) -> None:
    for query in _queries():
        scores = [hit.score for hit in find(str(query["query"]), on=ON, drafts=True)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


def test_a_query_takes_less_than_twenty_milliseconds_in_a_warm_process(sample: int) -> None:
    queries = [str(query["query"]) for query in _queries()]
    for query in queries:
        find(query, on=ON, drafts=True)

    def once(query: str) -> float:
        before = perf_counter()
        find(query, on=ON, drafts=True)
        return 1000 * (perf_counter() - before)

    took = sorted(min(once(query) for _ in range(5)) for query in queries)
    print(f"\nmedian {took[len(took) // 2]:.1f} ms, 95 % {took[int(len(took) * 0.95)]:.1f} ms, worst {took[-1]:.1f} ms")
    if os.getloadavg()[0] > 1.5 * (os.cpu_count() or 1):
        pytest.skip("the machine is busy: verdict withheld")
    assert took[int(len(took) * 0.95)] < 20


def test_the_database_folds_as_the_rules_do(sample: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, search_name FROM procedures_version")
        rows = cursor.fetchall()
    assert len(rows) > 300
    assert [(name, folded) for name, folded in rows if fold(name) != folded] == []
