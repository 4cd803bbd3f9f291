"""The Jinja environment of every web front and what each page is given."""

from datetime import date, datetime
from typing import Any

import jinja2
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from markupsafe import Markup

from motcua.ground.kernel import clock, money, text

from . import typography


def environment(**options: Any) -> jinja2.Environment:
    """Return the environment; Django hands in loader and autoescape."""
    env = jinja2.Environment(  # noqa: S701 - Django passes autoescape=True
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        **{**options, "undefined": jinja2.ChainableUndefined},
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.policies["ext.i18n.trimmed"] = True
    env.globals.update(url=url, static=static, language=translation.get_language, ui=_Components(env))
    env.filters.update(
        dmy=dmy,
        dm=dm,
        day=day,
        hm=hm,
        dmyhm=dmyhm,
        weekday=weekday,
        long_due=long_due,
        vnd=vnd,
        nb=typography.keep_together,
        num=typography.number,
        phone=typography.phone,
        mask=typography.masked,
        initials=typography.initials,
        lower_first=text.lower_first,
    )
    return env


class _Components:
    """The macros of ``ui/components.html`` as ``ui``, also where only one block of a page is rendered."""

    def __init__(self, env: jinja2.Environment) -> None:
        self._env = env

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env.get_template("ui/components.html").module, name)


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what every page may read: the site, and ``here``, the path without its query."""
    look = getattr(request, "look", {})  # density and keys, set by the office
    return {"site": _site(settings.PROVINCE, english=_english()), "here": request.path, **look}


def url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def dmy(moment: date | None) -> str:
    """Return ``23/11/2026``."""
    return f"{_local(moment):%d/%m/%Y}" if moment else ""


def dm(moment: date | None) -> str:
    """Return ``23/11``, for lists where the year is plain."""
    return f"{_local(moment):%d/%m}" if moment else ""


def day(moment: date | None) -> str:
    """Return ``23/11``, with its year where that is not this one."""
    return (dm if moment and _local(moment).year == clock.now().year else dmy)(moment)


def hm(moment: datetime | None) -> str:
    """Return ``09:41``."""
    return f"{_local(moment):%H:%M}" if moment else ""


def dmyhm(moment: datetime | None) -> str:
    """Return ``09:41 23/11/2026``, as Vietnamese papers write it."""
    return f"{hm(moment)} {dmy(moment)}" if moment else ""


def weekday(moment: date | None) -> str:
    """Return ``thứ Hai`` (Monday in English)."""
    return typography.weekday(_local(moment), english=_english()) if moment else ""


def long_due(moment: datetime | None, *, year: bool = False) -> str:
    """Return an appointment as people say it: ``17:00 thứ Hai, 23/11``.

    year   print it always; otherwise only where it is not this one
    """
    if not moment:
        return ""
    which = f"/{_local(moment):%Y}" if year or _local(moment).year != clock.now().year else ""
    return f"{hm(moment)} {weekday(moment)}, {dm(moment)}{which}"


def vnd(amount: int | None) -> str:
    """Return ``14.250.000 đ`` (VND in English)."""
    if amount is None:
        return ""
    return f"VND\u00a0{amount:,}" if _english() else money.vnd(amount)


def _site(province: str, *, english: bool) -> dict[str, str | bool]:
    short = province.removeprefix("tỉnh ").removeprefix("thành phố ")
    kind = "City" if province.startswith("thành phố ") else "Province"
    return {
        "province": f"{short} {kind}" if english and short else province,
        "short": short,
        "english": english,
        "vi": Markup(' lang="vi"') if english else "",  # on what an English page leaves in Vietnamese
    }


def _english() -> bool:
    return translation.get_language() == "en"


def _local(moment: date) -> date:
    return clock.local(moment) if isinstance(moment, datetime) else moment
