"""`motcua search`: JSON lines in order, blank lines answered, broken bytes survived."""

import io
import json
from argparse import ArgumentParser

import pytest

from motcua.doors.cli import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def motcua(capfdbinary, monkeypatch):
    def run(*words, typed=b""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed)))
        parser = ArgumentParser()
        search.configure(parser)
        code = search.run(parser.parse_args(list(words)))
        return code, capfdbinary.readouterr().out.decode()

    return run


def test_one_query_for_people(motcua):
    code, out = motcua("khai sinh")
    assert code == 0
    assert out.splitlines()[0].startswith("1.001193  ")


def test_one_query_for_programs(motcua):
    code, out = motcua("lam giay khai sinh cho be", "--json", "--top", "2")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) == {"query", "ms", "results"}
    assert answer["query"] == "lam giay khai sinh cho be"
    assert answer["results"][0]["code"] == "1.001193"
    assert len(answer["results"]) == 2
    assert set(answer["results"][0]) == {"code", "name", "score"}


def test_a_line_is_answered_in_its_place_whatever_it_holds(motcua):
    typed = "đăng ký kết hôn\n\n   \r\n".encode() + b"\xff\xfe\n" + b"1 004222"
    code, out = motcua("-", typed=typed)
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len(answers) == 5
    assert answers[0]["results"][0]["code"] == "1.000894"
    assert [answer["results"] for answer in answers[1:4]] == [[], [], []]
    assert answers[4]["results"][0] | {"name": ""} == {"code": "1.004222", "name": "", "score": 1.0}


def test_nothing_found_is_said(motcua):
    assert motcua("zzzz") == (0, "Không tìm thấy thủ tục nào. Thử gõ ngắn hơn, hoặc gõ mã thủ tục.\n")


@pytest.mark.parametrize("top", ["0", "-1", "x"])
def test_a_senseless_number_is_refused(motcua, top):
    with pytest.raises(SystemExit) as refused:
        motcua("khai sinh", "--top", top)
    assert refused.value.code == 2
