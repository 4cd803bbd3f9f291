from datetime import date

import pytest

from motcua.casework.dossiers.errors import RegisterFull
from motcua.casework.dossiers.rules.numbering import dossier_number, may_come

DAY = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("pattern", "serial", "number"),
    [
        ("{org}-{yymmdd}-{seq:04}", 7, "000.00.15.H40-250701-0007"),
        ("{org}-{yyyymmdd}-{seq:07}", 92637 % 9999, "000.00.15.H40-20250701-0002646"),
        ("{org}-{yymmdd}-{seq:5}", 9999, "000.00.15.H40-250701-09999"),
    ],
)
def test_a_number_is_the_agencys_pattern_filled_in(pattern, serial, number):
    assert dossier_number(pattern, "000.00.15.H40", DAY, serial) == number


@pytest.mark.parametrize("serial", [0, -1, 10_000])
def test_a_register_holds_9999_numbers_a_day(serial):
    with pytest.raises(RegisterFull, match="01/07/2025"):
        dossier_number("{org}-{yymmdd}-{seq:04}", "H40", DAY, serial)


@pytest.mark.parametrize(
    ("code", "ours"),
    [
        ("H40.1-250701-0007", True),
        ("h40.1-261231-9999-TC", True),
        ("H4011-250701-0007", False),
        ("H40.1-20250701-0007", False),
        ("H40.11-250701-0007", False),
    ],
)
def test_a_number_that_the_unit_may_still_give_is_known_by_its_shape(code, ours):
    assert may_come("{org}-{yymmdd}-{seq:04}", "H40.1", code) is ours
