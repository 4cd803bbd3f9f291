"""`motcua indicators`: figures of a period, counted anew or followed; a score of another system that must add up."""

import argparse
import json
from datetime import datetime

import pytest

from motcua.doors.cli import doctor, indicators
from motcua.doors.cli.bench_load import loading
from motcua.doors.cli.errors import CannotRun
from motcua.steering.indicators.models import DossierRecord
from tests.factories.database import own_database
from tests.factories.world import VN, a_dossier, a_world

NA_RI = {"total": 46.63, "groups": {"publicity": 12.3, "progress": 18.5, "satisfaction": 18, "digitisation": 6.5}}
LOADED_AT = datetime(2026, 11, 27, 16, tzinfo=VN)


def run(*words):
    parser = argparse.ArgumentParser()
    indicators.configure(parser)
    return indicators.run(parser.parse_args(words))


@pytest.mark.django_db
def test_a_period_is_reported_and_counted_anew_says_the_same(capsys):
    world = a_world()
    for _ in range(3):
        a_dossier(world)
    assert run("report", "2026-11", "--agency", "H99.24.01") == 0
    followed = json.loads(capsys.readouterr().out)
    assert (followed["label"], followed["counts"]["received"], followed["counts"]["open"]) == ("Tháng 11/2026", 3, 3)
    assert followed["index"]["2.1"]["whole"] == 3
    index = followed["index"]
    assert (index["level"], index["applies"], index["rating"]) == ("commune", 88, None)
    assert index["told"] + index["missing"] == 86, "no procedure says that citizens ask for it"
    assert index["of_a_hundred"] == pytest.approx(index["total"] * 100 / index["told"], abs=0.01)
    assert run("rebuild") == 0
    assert json.loads(capsys.readouterr().out) == {"dossiers": 3}
    run("report", "2026-11", "--agency", "H99.24.01")
    assert json.loads(capsys.readouterr().out) == followed
    run("rows", "open", "2026-11", "--agency", "H99.24.01")
    assert len(json.loads(capsys.readouterr().out)["dossiers"]) == 3
    run("report", "2025")
    empty = json.loads(capsys.readouterr().out)
    assert (empty["counts"]["received"], empty["index"]["2.1"]["points"]) == (None, None), "nobody told anything then"
    assert followed["counts"]["synced"] is None


@pytest.mark.django_db
def test_dossiers_without_a_journal_are_not_lost_unless_somebody_says_so(capsys):
    with own_database():
        wanted = loading.Wanted(dossiers=300, months=6, seed=1, told=100, size="small")
        loading.load(wanted, at=LOADED_AT, say=lambda _: None)
        before = DossierRecord.objects.count()
        assert run("rebuild") == 1
        assert "200 hồ sơ" in capsys.readouterr().err
        assert DossierRecord.objects.count() == before == 300
        assert not [check for check in doctor.examined(every=True) if check.findings]
        assert run("rebuild", "--lose-dossiers-without-journal") == 0
        assert json.loads(capsys.readouterr().out) == {"dossiers": 100}
        assert run("rebuild") == 0, "nothing is left that could be lost"


@pytest.mark.django_db
def test_a_morning_bulletin_is_printed_and_sent_to_nobody(capsys):
    a_dossier(a_world())
    assert run("bulletin", "--agency", "H99.24.01", "--day", "2026-11-27") == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Bản tin sáng thứ Sáu 27/11/2026, TTPVHCC xã Tân Hòa"
    assert said[4] == "3. Đang quá hạn: 1 hồ sơ, không hồ sơ nào quá 10 ngày làm việc."


@pytest.mark.django_db
@pytest.mark.parametrize("words", [("bulletin", "--agency", "none"), ("bulletin", "--agency", "H99.24", "--day", "x")])
def test_a_bulletin_of_no_agency_or_day_is_said_in_a_sentence(words):
    a_world()
    with pytest.raises(CannotRun, match=r"no (agency|day)"):
        run(*words)


@pytest.mark.django_db
@pytest.mark.parametrize("words", [("report", "2026-13"), ("report", "2026", "--agency", "none")])
def test_what_is_no_period_and_no_agency_is_said_in_a_sentence(words):
    with pytest.raises(CannotRun, match=r"no (period|agency)"):
        run(*words)


@pytest.mark.django_db
def test_a_period_that_has_not_begun_is_not_reported():
    with pytest.raises(CannotRun, match="has not begun"):
        run("report", "2090-01")


def test_a_score_that_contradicts_itself_is_told_by_how_much(tmp_path, capsys):
    path = tmp_path / "score.json"
    path.write_text(json.dumps(NA_RI))
    assert run("check", str(path)) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["sum"], said["contradictions"][0]["by"]) == (55.3, 8.67)
    path.write_text(json.dumps({"total": 19, "groups": {"progress": 19}}))
    assert run("check", str(path)) == 0


@pytest.mark.parametrize(
    "text", ["", "[]", '{"total": 1}', '{"total": "x", "groups": {}}', '{"total": 1, "groups": {"x": 1}}']
)
def test_what_is_no_score_is_refused(tmp_path, text):
    path = tmp_path / "score.json"
    path.write_text(text)
    with pytest.raises(CannotRun, match="no score"):
        run("check", str(path))
