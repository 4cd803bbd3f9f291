"""The decided days 2018–2026: (first, last, kind, note, document) by year.

Where no document of its own is named, the day follows from the Labour Code itself.
"""

from motcua.ground.kernel.worktime import DayKind

Row = tuple[str, str, DayKind, str, str]

CODE_2012 = "Bộ luật Lao động 2012, Điều 115, Điều 110"
CODE_2019 = "Bộ luật Lao động 2019, Điều 112, Điều 111 khoản 3"
SWAPS_2019 = "Công văn 6519/VPCP-KGVX (2018)"
SWAPS_2024 = "Công văn 2450/VPCP-KGVX ngày 12/4/2024"
DAYS_2025 = "Thông báo 6150/TB-BLĐTBXH (2024)"
NEW_YEAR_2026 = "Công văn 12729/VPCP-KGVX ngày 25/12/2025"
DAYS_2026 = "Văn phòng Chính phủ, văn bản tháng 10/2025"

_OFF, _COMP, _WORK = DayKind.HOLIDAY, DayKind.COMP_OFF, DayKind.COMP_WORK
_NEW_YEAR, _TET, _KINGS = "Tết Dương lịch", "Tết Nguyên đán", "Giỗ Tổ Hùng Vương"
_VICTORY, _LABOUR, _NATIONAL = "Ngày Chiến thắng", "Quốc tế Lao động", "Quốc khánh"


def _made_up(note: str) -> str:
    return f"Nghỉ bù {note}"


def _spring_and_autumn(year: int, law: str, second_national: str = "") -> tuple[Row, ...]:
    fixed = ((f"{year}-01-01", _NEW_YEAR), (f"{year}-04-30", _VICTORY), (f"{year}-05-01", _LABOUR))
    national = (f"{year}-09-02", second_national) if second_national else (f"{year}-09-02",)
    return (
        *((on, on, _OFF, note, law) for on, note in fixed),
        *((on, on, _OFF, _NATIONAL, law) for on in national),
    )


DECIDED: dict[int, tuple[Row, ...]] = {
    2018: (
        *_spring_and_autumn(2018, CODE_2012),
        ("2018-02-14", "2018-02-18", _OFF, _TET, CODE_2012),
        ("2018-02-19", "2018-02-20", _COMP, _made_up(_TET), CODE_2012),
        ("2018-04-25", "2018-04-25", _OFF, _KINGS, CODE_2012),
        ("2018-09-03", "2018-09-03", _COMP, _made_up(_NATIONAL), CODE_2012),
        ("2018-12-31", "2018-12-31", _COMP, "Nghỉ hoán đổi, làm bù thứ Bảy 05/01/2019", SWAPS_2019),
    ),
    2019: (
        *_spring_and_autumn(2019, CODE_2012),
        ("2019-01-05", "2019-01-05", _WORK, "Làm bù, thay cho thứ Hai 31/12/2018", SWAPS_2019),
        ("2019-02-04", "2019-02-08", _OFF, _TET, CODE_2012),
        ("2019-04-14", "2019-04-14", _OFF, _KINGS, CODE_2012),
        ("2019-04-15", "2019-04-15", _COMP, _made_up(_KINGS), CODE_2012),
        ("2019-04-29", "2019-04-29", _COMP, "Nghỉ hoán đổi, làm bù thứ Bảy 04/05/2019", SWAPS_2019),
        ("2019-05-04", "2019-05-04", _WORK, "Làm bù, thay cho thứ Hai 29/04/2019", SWAPS_2019),
    ),
    2020: (
        *_spring_and_autumn(2020, CODE_2012),
        ("2020-01-23", "2020-01-27", _OFF, _TET, CODE_2012),
        ("2020-01-28", "2020-01-29", _COMP, _made_up(_TET), CODE_2012),
        ("2020-04-02", "2020-04-02", _OFF, _KINGS, CODE_2012),
    ),
    2021: (
        *_spring_and_autumn(2021, CODE_2019, "2021-09-03"),
        ("2021-02-10", "2021-02-14", _OFF, _TET, CODE_2019),
        ("2021-02-15", "2021-02-16", _COMP, _made_up(_TET), CODE_2019),
        ("2021-04-21", "2021-04-21", _OFF, _KINGS, CODE_2019),
        ("2021-05-03", "2021-05-03", _COMP, _made_up(_LABOUR), CODE_2019),
    ),
    2022: (
        *_spring_and_autumn(2022, CODE_2019, "2022-09-01"),
        ("2022-01-03", "2022-01-03", _COMP, _made_up(_NEW_YEAR), CODE_2019),
        ("2022-01-31", "2022-02-04", _OFF, _TET, CODE_2019),
        ("2022-04-10", "2022-04-10", _OFF, _KINGS, CODE_2019),
        ("2022-04-11", "2022-04-11", _COMP, _made_up(_KINGS), CODE_2019),
        ("2022-05-02", "2022-05-02", _COMP, _made_up(_VICTORY), CODE_2019),
        ("2022-05-03", "2022-05-03", _COMP, _made_up(_LABOUR), CODE_2019),
    ),
    2023: (
        *_spring_and_autumn(2023, CODE_2019, "2023-09-01"),
        ("2023-01-02", "2023-01-02", _COMP, _made_up(_NEW_YEAR), CODE_2019),
        ("2023-01-20", "2023-01-24", _OFF, _TET, CODE_2019),
        ("2023-01-25", "2023-01-26", _COMP, _made_up(_TET), CODE_2019),
        ("2023-04-29", "2023-04-29", _OFF, _KINGS, CODE_2019),
        ("2023-05-02", "2023-05-02", _COMP, _made_up(_KINGS), CODE_2019),
        ("2023-05-03", "2023-05-03", _COMP, _made_up(_VICTORY), CODE_2019),
        ("2023-09-04", "2023-09-04", _COMP, _made_up(_NATIONAL), CODE_2019),
    ),
    2024: (
        *_spring_and_autumn(2024, CODE_2019, "2024-09-03"),
        ("2024-02-08", "2024-02-12", _OFF, _TET, CODE_2019),
        ("2024-02-13", "2024-02-14", _COMP, _made_up(_TET), CODE_2019),
        ("2024-04-18", "2024-04-18", _OFF, _KINGS, CODE_2019),
        ("2024-04-29", "2024-04-29", _COMP, "Nghỉ hoán đổi, làm bù thứ Bảy 04/05/2024", SWAPS_2024),
        ("2024-05-04", "2024-05-04", _WORK, "Làm bù, thay cho thứ Hai 29/04/2024", SWAPS_2024),
    ),
    2025: (
        *_spring_and_autumn(2025, CODE_2019, "2025-09-01"),
        ("2025-01-27", "2025-01-31", _OFF, _TET, DAYS_2025),
        ("2025-04-07", "2025-04-07", _OFF, _KINGS, CODE_2019),
        ("2025-04-26", "2025-04-26", _WORK, "Làm bù, thay cho thứ Sáu 02/05/2025", DAYS_2025),
        ("2025-05-02", "2025-05-02", _COMP, "Nghỉ hoán đổi, làm bù thứ Bảy 26/04/2025", DAYS_2025),
    ),
    2026: (
        *_spring_and_autumn(2026, CODE_2019, "2026-09-01"),
        ("2026-01-02", "2026-01-02", _COMP, "Nghỉ hoán đổi, làm bù thứ Bảy 10/01/2026", NEW_YEAR_2026),
        ("2026-01-10", "2026-01-10", _WORK, "Làm bù, thay cho thứ Sáu 02/01/2026", NEW_YEAR_2026),
        ("2026-02-16", "2026-02-20", _OFF, _TET, DAYS_2026),
        ("2026-04-26", "2026-04-26", _OFF, _KINGS, CODE_2019),
        ("2026-04-27", "2026-04-27", _COMP, _made_up(_KINGS), CODE_2019),
        ("2026-08-22", "2026-08-22", _WORK, "Làm bù, thay cho thứ Hai 31/08/2026", DAYS_2026),
        ("2026-08-31", "2026-08-31", _COMP, "Nghỉ hoán đổi, làm bù thứ Bảy 22/08/2026", DAYS_2026),
    ),
}
