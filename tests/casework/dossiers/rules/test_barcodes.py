"""The number on a bag: read from a scanner or a hand, never for another one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from motcua.casework.dossiers.rules import barcodes
from motcua.casework.dossiers.rules.barcodes import Scan
from motcua.casework.dossiers.vocabulary import SetKind

TOKEN = barcodes.token(SetKind.PAPERS, 123, 1)
NUMBERS = some.builds(barcodes.token, some.sampled_from(SetKind), some.integers(1, 10**9), some.integers(1, 9))


@pytest.mark.parametrize(
    "typed",
    [
        TOKEN,
        TOKEN.lower(),
        barcodes.spaced(TOKEN),
        f"  {TOKEN[:4]}-{TOKEN[4:]} ",
        barcodes.label(TOKEN, "H99.24.01-261119-0001"),
        f"ma=H99.24.01-261119-0001;bo={TOKEN};tt=1.000656",
    ],
)
def test_a_bag_is_known_however_its_number_is_typed(typed):
    assert barcodes.read(typed) == Scan(token=TOKEN)


@pytest.mark.parametrize("typed", ["h99.24.01-261119-0001", "ma=H99.24.01-261119-0001;tt=1.013978;dd=***4417"])
def test_a_receipt_or_a_code_means_its_dossier(typed):
    assert barcodes.read(typed) == Scan(code="H99.24.01-261119-0001")


def test_a_slip_is_not_a_bag():
    slip = barcodes.slip_token(42)
    assert barcodes.read(barcodes.slip_qr(slip)) == barcodes.read(slip) == Scan(slip=slip)


def test_the_number_needs_no_letter_that_a_vietnamese_keyboard_rewrites():
    for number in (TOKEN, barcodes.token(SetKind.RESULT, 7, 9), barcodes.slip_token(1)):
        assert number[0] in "BKP"
        assert number[1:].isdigit()


@given(NUMBERS, some.data())
def test_every_wrong_digit_is_noticed(number, data):
    place = data.draw(some.integers(1, len(number) - 1))
    digit = data.draw(some.sampled_from([sign for sign in "0123456789" if sign != number[place]]))
    assert barcodes.read(number[:place] + digit + number[place + 1 :]).misread


@given(NUMBERS)
def test_every_swap_of_neighbours_and_every_other_letter_is_noticed(number):
    for place, (one, two) in enumerate(pairwise(number[1:]), start=1):
        if one != two:
            assert barcodes.read(number[:place] + two + one + number[place + 2 :]).misread
    other = "K" if number[0] == "B" else "B"
    assert barcodes.read(other + number[1:]).misread


@given(some.sets(some.tuples(some.sampled_from(SetKind), some.integers(1, 10**7), some.integers(1, 9)), min_size=2))
def test_no_two_bags_share_a_number(bags):
    assert len({barcodes.token(*bag) for bag in bags}) == len(bags)


@given(some.text(max_size=60))
def test_whatever_is_scanned_is_read_without_an_error(text):
    found = barcodes.read(text)
    assert bool(found.token) + bool(found.slip) + bool(found.code) + found.misread <= 1
