from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.template import engines

from motcua.doors.web.ui import typography

WEB = Path(__file__).parents[4] / "src" / "motcua" / "doors" / "web"
ENGLISH = WEB / "ui" / "locale" / "en" / "LC_MESSAGES"


def catalogue():
    with (ENGLISH / "django.po").open("rb") as source:
        return read_po(source, locale="en")


def said(messages):
    return {
        (
            "\0".join([m.id] if isinstance(m.id, str) else m.id),
            "\0".join([m.string] if isinstance(m.string, str) else m.string),
        )
        for m in messages
        if m.id
    }


def test_every_sentence_of_the_citizens_pages_has_its_english():
    options = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
    methods = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
    found = extract_from_dir(
        str(WEB), methods, options, keywords={"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}
    )
    english = {message.id: message.string for message in catalogue()}
    wanted = {entry[2] for entry in found}
    assert not {message for message in wanted if not english.get(message)}
    assert not set(english) - wanted - {""}


def test_the_compiled_english_is_that_of_the_source():
    with (ENGLISH / "django.mo").open("rb") as compiled:
        assert said(read_mo(compiled)) == said(catalogue())


def filtered(text, **given):
    return engines["jinja2"].env.from_string(text).render(**given)


@pytest.mark.parametrize(
    ("template", "value", "said"),
    [
        ("{{ x | dmy }}", date(2026, 11, 3), "03/11/2026"),
        ("{{ x | dmy }}", None, ""),
        ("{{ x | hm }}", datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "17:00"),
        ("{{ x | dmyhm }}", datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "17:00 23/11/2026"),
        ("{{ x | weekday }}", date(2026, 11, 23), "thứ\u00a0Hai"),
        ("{{ x | long_due(year=true) }}", datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "17:00 thứ\u00a0Hai, 23/11/2026"),
        ("{{ x | vnd }}", 14_250_000, "14.250.000\u00a0đ"),
        ("{{ x | num }}", 4812, "4.812"),
        ("{{ x | num }}", 96.4, "96,4"),
        ("{{ x | num }}", None, "–"),
        ("{{ x | mask }}", "036179004417", "••••\u00a0••••\u00a04417"),
        ("{{ x | nb }}", "Điều 16, quầy 3, 5 ngày", "Điều\u00a016, quầy\u00a03, 5\u00a0ngày"),
        ("{{ x | initials }}", "Đoàn Thanh Tùng", "ĐT"),
    ],
)
def test_values_are_written_the_vietnamese_way(template, value, said):
    assert filtered(template, x=value) == said


def test_names_sort_in_the_order_of_the_alphabet():
    names = ["Ê", "Đất đai", "E", "Dân số", "Ă", "Â", "A", "Á", "Ắ", "Hộ tịch", "Hòa giải"]
    assert sorted(names, key=typography.sort_key) == [
        "A",
        "Á",
        "Ă",
        "Ắ",
        "Â",
        "Dân số",
        "Đất đai",
        "E",
        "Ê",
        "Hòa giải",
        "Hộ tịch",
    ]


def test_a_field_says_its_error_beside_its_label():
    text = filtered("{{ ui.field('ten', 'Họ tên', 'Ý', hint='Như trên căn cước', error='Ghi họ tên') }}")
    assert 'aria-describedby="ten-hint ten-error"' in text
    assert 'aria-invalid="true"' in text
    assert '<label class="mc-label" for="ten">' in text
    assert 'value="Ý"' in text


def test_what_is_given_to_a_macro_is_escaped():
    assert "<b>" not in filtered("{{ ui.tag(x) }}{{ ui.field('a', x, x) }}{{ ui.due('late', x) }}", x="<b>")
