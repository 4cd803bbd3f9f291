from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.casework.dossiers.rules import qr
from motcua.ground.kernel.text import clean

NOON = datetime(2026, 11, 10, 12, 0)  # noqa: DTZ001 - printed as it is


def a_payload(**changes):
    said = {
        "code": "H99.24-261110-0047",
        "procedure_code": "1.013978",
        "id_number": "036 088 004417",
        "document": "Giấy hẹn",
        "published_at": NOON,
    }
    return qr.payload(**(said | changes))


def test_the_dossier_comes_first_and_the_person_is_masked():
    assert a_payload(due_at=NOON) == (
        "ma=H99.24-261110-0047;tt=1.013978;dd=********4417;gt=Giấy hẹn;ht=Một Cửa;tg=2026-11-10T12:00;han=2026-11-10T12:00"
    )
    assert "dd=;" in a_payload(id_number="")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_value_can_break_out_of_its_pair(text):
    read = qr.parse(a_payload(document=text))
    assert list(read) == ["ma", "tt", "dd", "gt", "ht", "tg"]
    assert read["gt"] == clean(text)


@pytest.mark.parametrize(
    ("scanned", "code"),
    [
        ("ma=H99.24-261110-0047;tt=1", "H99.24-261110-0047"),
        ("\ufeffMA = H99.24-261110-0047 ;\r\nrác;=;tt", "H99.24-261110-0047"),
        ("H99.24-261110-0047\n", "H99.24-261110-0047"),
        ("ma=a;ma=b", "a"),
        ("036088004417|123456789|Nguyễn Thị Ánh Nguyệt|01011988|Nữ|Thôn Đông|01012022", None),
        ("%;%3", "%;%3"),
        ("", ""),
    ],
)
def test_what_a_scanner_sends_is_read_or_left_alone(scanned, code):
    assert qr.dossier_code(scanned) == (scanned if code is None else code)


@given(st.text())
def test_no_scan_crashes(scanned):
    qr.parse(scanned)
    qr.dossier_code(scanned)
