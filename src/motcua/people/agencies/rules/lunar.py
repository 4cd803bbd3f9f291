"""The Vietnamese lunar calendar (âm lịch), reckoned at 105° east, UTC+7.

Months begin on the day of the new moon; the month of the winter solstice is the eleventh; a year of thirteen months
repeats the first month in which the sun enters no new sign. New moons after Jean Meeus, Astronomical Algorithms,
chapter 49 (a few seconds), the sun's longitude after chapter 25 (0.01°, a quarter of an hour). Good for 1900–2100.
Law: 121/CP (8/8/1967), which puts the calendar on UTC+7; before it, dates differ from those people used.
"""

from datetime import date, timedelta
from functools import cache
from math import floor, radians, sin

_MONTH_DAYS = 29.530588861
_J2000 = 2451545.0
_FIRST_NEW_MOON = 2451550.09766  # 6 January 2000
_VIETNAM_DAYS = 7 / 24
_ORDINAL_OF_JULIAN_DAY_ZERO = -1721425  # date.toordinal() − Julian day number

# amplitude (days), power of the eccentricity factor, multiples of the sun's anomaly, the moon's anomaly,
# the moon's argument of latitude, the node
_NEW_MOON_TERMS = (
    (-0.40720, 0, 0, 1, 0, 0),
    (0.17241, 1, 1, 0, 0, 0),
    (0.01608, 0, 0, 2, 0, 0),
    (0.01039, 0, 0, 0, 2, 0),
    (0.00739, 1, -1, 1, 0, 0),
    (-0.00514, 1, 1, 1, 0, 0),
    (0.00208, 2, 2, 0, 0, 0),
    (-0.00111, 0, 0, 1, -2, 0),
    (-0.00057, 0, 0, 1, 2, 0),
    (0.00056, 1, 1, 2, 0, 0),
    (-0.00042, 0, 0, 3, 0, 0),
    (0.00042, 1, 1, 0, 2, 0),
    (0.00038, 1, 1, 0, -2, 0),
    (-0.00024, 1, -1, 2, 0, 0),
    (-0.00017, 0, 0, 0, 0, 1),
    (-0.00007, 0, 2, 1, 0, 0),
    (0.00004, 0, 0, 2, -2, 0),
    (0.00004, 0, 3, 0, 0, 0),
    (0.00003, 0, 1, 1, -2, 0),
    (0.00003, 0, 0, 2, 2, 0),
    (-0.00003, 0, 1, 1, 2, 0),
    (0.00003, 0, -1, 1, 2, 0),
    (-0.00002, 0, -1, 1, -2, 0),
    (-0.00002, 0, 1, 3, 0, 0),
    (0.00002, 0, 0, 4, 0, 0),
)
# amplitude (millionths of a day), degrees at the epoch, degrees a month: the pull of the planets
_PLANETARY_TERMS = (
    (325, 299.77, 0.107408),
    (165, 251.88, 0.016321),
    (164, 251.83, 26.651886),
    (126, 349.42, 36.412478),
    (110, 84.66, 18.206239),
    (62, 141.74, 53.303771),
    (60, 207.14, 2.453732),
    (56, 154.84, 7.306860),
    (47, 34.52, 27.261239),
    (42, 207.19, 0.121824),
    (40, 291.34, 1.844379),
    (37, 161.72, 24.198154),
    (35, 239.56, 25.513099),
    (23, 331.55, 3.592518),
)


def tet(year: int) -> date:
    """Return the first day of the lunar year that begins in the solar year."""
    return solar(year, 1, 1)


def hung_kings(year: int) -> date:
    """Return the tenth of the third lunar month (Giỗ Tổ Hùng Vương)."""
    return solar(year, 3, 10)


def solar(year: int, month: int, day: int) -> date:
    """Return the date of a day of a lunar month, never of the repeated one; ``year`` is the solar year of its Tết."""
    starts, leap = _months_from_the_eleventh(year - 1) if month < 11 else _months_from_the_eleventh(year)
    place = (month + 1) % 12  # 11 → 0, 12 → 1, 1 → 2 … 10 → 11
    if leap is not None and place >= leap:
        place += 1
    return starts[place] + timedelta(days=day - 1)


def leap_month(year: int) -> int | None:
    """Return the month that the lunar year repeats, None in a year of twelve."""
    _, before = _months_from_the_eleventh(year - 1)
    _, after = _months_from_the_eleventh(year)
    if before is not None and before > 2:
        return before - 2
    return after + 10 if after in (1, 2) else None


@cache
def _months_from_the_eleventh(year: int) -> tuple[tuple[date, ...], int | None]:
    """Return the first days of the months from the eleventh of ``year`` on, and the place of the repeated month."""
    first, last = _eleventh(year), _eleventh(year + 1)
    starts = tuple(_new_moon(number) for number in range(first, last + 1))
    if last - first == 12:
        return starts, None
    signs = [_sign(start) for start in starts]
    return starts, next(place for place in range(1, len(starts) - 1) if signs[place] == signs[place + 1])


def _eleventh(year: int) -> int:
    """Return the number of the new moon that begins the month of the winter solstice."""
    solstice = date(year, 12, 31)
    while _sign(solstice) >= 9:  # the first moment of the solstice's own day is still before 270°
        solstice -= timedelta(days=1)
    number = round((solstice.toordinal() - _ORDINAL_OF_JULIAN_DAY_ZERO - _FIRST_NEW_MOON) / _MONTH_DAYS) + 1
    while _new_moon(number) > solstice:
        number -= 1
    return number


def _new_moon(number: int) -> date:
    """Return the Vietnamese date of a new moon, counted from 6 January 2000."""
    t = number / 1236.85
    eccentricity = 1 - 0.002516 * t - 0.0000074 * t**2
    angles = (
        2.5534 + 29.10535670 * number - 0.0000014 * t**2,
        201.5643 + 385.81693528 * number + 0.0107582 * t**2,
        160.7108 + 390.67050284 * number - 0.0016118 * t**2,
        124.7746 - 1.56375588 * number + 0.0020672 * t**2,
    )
    moment = _FIRST_NEW_MOON + _MONTH_DAYS * number + 0.00015437 * t**2
    for amplitude, power, *multiples in _NEW_MOON_TERMS:
        angle = sum(multiple * part for multiple, part in zip(multiples, angles, strict=True))
        moment += amplitude * eccentricity**power * sin(radians(angle))
    for millionths, degrees, rate in _PLANETARY_TERMS:
        moment += millionths / 1e6 * sin(radians(degrees + rate * number))
    return _vietnamese_date(moment)


def _sign(day: date) -> int:
    """Return which twelfth of the ecliptic, 0–11, the sun is in as the day begins in Vietnam."""
    t = (_dynamical(day.toordinal() - _ORDINAL_OF_JULIAN_DAY_ZERO - 0.5 - _VIETNAM_DAYS) - _J2000) / 36525
    mean = radians(357.52911 + 35999.05029 * t - 0.0001537 * t**2)
    centre = (
        (1.914602 - 0.004817 * t) * sin(mean) + (0.019993 - 0.000101 * t) * sin(2 * mean) + 0.000289 * sin(3 * mean)
    )
    aberration = -0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * t))
    longitude = 280.46646 + 36000.76983 * t + 0.0003032 * t**2 + centre + aberration
    return floor(longitude % 360 / 30)


def _vietnamese_date(dynamical: float) -> date:
    julian = dynamical - _clock_lag_days(dynamical) + _VIETNAM_DAYS
    return date.fromordinal(floor(julian + 0.5) + _ORDINAL_OF_JULIAN_DAY_ZERO)


def _dynamical(universal: float) -> float:
    return universal + _clock_lag_days(universal)


def _clock_lag_days(julian: float) -> float:
    """Return ΔT, by which the earth's rotation lags: about a minute in our time (a rough fit of ours)."""
    decades = (julian - _J2000) / 3652.5
    return (64 + 3.5 * decades + 0.7 * decades**2 if decades >= 0 else max(64 + 9 * decades, 0.0)) / 86400
