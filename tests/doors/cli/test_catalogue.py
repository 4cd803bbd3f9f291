"""`motcua catalogue`: JSON alone on standard output, exit codes, all files or none."""

import json
from argparse import ArgumentParser

import pytest

from motcua.casework.procedures.queries import review
from motcua.doors.cli import catalogue
from motcua.doors.cli.errors import CannotRun

pytestmark = pytest.mark.django_db

HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"


def a_record(code="9.000001", rows="Trực tiếp5 Ngày làm việcMiễn phí"):
    return {
        "ma_thu_tuc": code,
        "ten_thu_tuc": "Cấp thẻ thử nghiệm",
        "trinh_tu_thuc_hien": "Nộp.",
        "cach_thuc_thuc_hien": HEADER + rows,
        "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn1 bản chính",
    }


@pytest.fixture
def motcua(capfd):
    def run(*words):
        parser = ArgumentParser()
        catalogue.configure(parser)
        code = catalogue.run(parser.parse_args([str(word) for word in words]))
        out = capfd.readouterr().out
        return code, json.loads(out) if out.startswith("{") else out

    return run


@pytest.fixture
def a_file(tmp_path):
    def write(*records, name="a.json"):
        path = tmp_path / name
        path.write_text(json.dumps(records), encoding="utf-8")
        return path

    return write


def test_an_import_answers_one_object_for_all_files(motcua, a_file):
    files = a_file(a_record()), a_file(a_record("9.000002"), {"title": ""}, name="b.json")

    code, report = motcua("import", *files, "--json")

    assert code == 1  # one record was refused
    assert report == {"read": 3, "new": 2, "changed": 0, "unchanged": 0, "flagged": 0, "refused": 1}
    assert motcua("import", *files[:1], "--json") == (
        0,
        {"read": 1, "new": 0, "changed": 0, "unchanged": 1, "flagged": 0, "refused": 0},
    )


@pytest.mark.parametrize("bad", [b"{", b"\xff\xfe", b"7", b'{"a": 1}', None])
def test_one_unreadable_file_and_nothing_is_written(motcua, a_file, tmp_path, bad):
    path = tmp_path / "bad.json"
    if bad is not None:
        path.write_bytes(bad)

    with pytest.raises(CannotRun, match="Chưa có gì được ghi"):
        motcua("import", a_file(a_record()), path)
    assert review.codes_with_drafts() == ()


def test_a_single_record_and_a_byte_order_mark_are_read(motcua, tmp_path):
    path = tmp_path / "one.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(a_record()).encode())

    assert motcua("import", path, "--json")[1]["new"] == 1


def test_show_gives_the_source_the_reading_and_the_flags(motcua, a_file):
    record = a_record(rows="Trực tuyến120 VNĐ")
    motcua("import", a_file(record))

    code, shown = motcua("show", "9.000001", "--json")

    assert code == 0
    assert shown["raw"] == record
    assert (shown["code"], shown["name"], shown["state"]) == ("9.000001", "Cấp thẻ thử nghiệm", "draft")
    assert shown["terms"][0]["limit"] is None
    assert {flag["text"] for flag in shown["flags"]} == {"Trực tuyến120 VNĐ"}
    assert set(shown["flags"][0]) == {"field", "text", "why"}


def test_show_of_an_unknown_code_is_a_finding(motcua):
    assert motcua("show", "0.000000", "--json")[0] == 1


def test_publish_all_leaves_out_what_is_unread(motcua, a_file):
    motcua("import", a_file(a_record(), a_record("9.000002", "Trực tiếp1Miễn phí")))

    code, told = motcua("publish", "--all", "--decision", "1/QĐ", "--on", "2026-08-01", "--json")

    assert code == 0
    assert (told["published"], told["codes"]) == (1, ["9.000001"])
    assert [entry["code"] for entry in told["skipped"]] == ["9.000002"]
    with_flags = motcua("publish", "--all", "--with-flags", "--decision", "1/QĐ", "--on", "2026-08-01", "--json")
    assert with_flags[1] == {"published": 1, "codes": ["9.000002"], "skipped": []}


def test_a_named_procedure_that_cannot_be_published_is_a_refusal(motcua, a_file):
    motcua("import", a_file(a_record()))

    code, told = motcua("publish", "9.000001", "8.000000", "--decision", "1/QĐ", "--on", "2026-08-01", "--json")

    assert code == 1
    assert told["published"] == 1
    assert told["skipped"][0]["code"] == "8.000000"


def test_publish_wants_codes_or_all_not_both(motcua):
    for words in ((), ("9.000001", "--all")):
        with pytest.raises(CannotRun):
            motcua("publish", *words, "--decision", "1", "--on", "2026-08-01")
