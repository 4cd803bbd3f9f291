"""Words and numbers as forms send them."""

import pytest

from motcua.doors.web.office.choices import whole


@pytest.mark.parametrize(
    ("typed", "most", "number"),
    [
        ("0", 99, 0),
        ("99", 99, 99),
        ("٣", 99, 3),
        ("100", 99, None),
        ("-1", 99, None),
        ("1.5", 99, None),
        ("", 99, None),
        ("²", 99, None),
        ("9" * 5000, 99, None),
        ("9223372036854775807", 2**63 - 1, 2**63 - 1),
        ("9223372036854775808", 2**63 - 1, None),
    ],
)
def test_a_number_is_read_up_to_the_most_that_fits(typed, most, number):
    assert whole(typed, most) == number
