"""Open data: public figures as CSV and JSON at addresses that stay, the dictionary of measures, and what they are."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.ground.kernel import clock
from motcua.steering.indicators.queries import public
from motcua.steering.indicators.rules.measures import MEASURES
from motcua.steering.indicators.vocabulary import Disclosure

from . import rows
from .fresh import five_minutes
from .views import defined

_JSON: dict[str, Any] = {"ensure_ascii": False, "indent": 1}
_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_FIELDS = (
    ("month", "yearmonth", "Tháng, dạng 2026-10. Chỉ có tháng đã hết."),
    ("unit", "string", "Mã đơn vị; “*” là tất cả đơn vị."),
    ("unit_name", "string", "Tên đơn vị hiện nay."),
    ("measure", "string", "Mã số liệu trong từ điển."),
    ("value", "number", "Số đếm, tỷ lệ từ 0 đến 1, số giờ làm tròn. “below”, “above”: mức so sánh. Trống: không ghi."),
    ("part", "integer", "Tử số của tỷ lệ, nếu được ghi."),
    ("whole", "integer", "Mẫu số của tỷ lệ, nếu được ghi."),
    ("how", "string", "Số được ghi thế nào: exact, below, above, held, none."),
)


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


@five_minutes(shared=False)
def about(request: HttpRequest) -> HttpResponse:
    """Show what data there is, on what terms, and how small numbers are protected."""
    months = public.closed(clock.local(clock.now()).date(), rows.MOST_MONTHS)
    context = {
        "nav": "figures",
        "months": months,
        "licence": _LICENCE,
        "fields": _FIELDS,
        "ways": [(one.value, one.label) for one in Disclosure],
        "defined": defined(),
    }
    return render(request, "portal/figures/data.html", context)


@five_minutes(shared=True)
def monthly_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Stream every month as CSV: UTF-8 with its mark, commas, decimal points."""
    del request
    return _file(_csv(), "so-lieu-thang.csv", "text/csv; charset=utf-8")


@five_minutes(shared=True)
def monthly_json(request: HttpRequest) -> StreamingHttpResponse:
    """Stream every month as one array of objects."""
    del request
    return _file(_array(), "so-lieu-thang.json", "application/json")


@five_minutes(shared=True)
def dictionary(request: HttpRequest) -> JsonResponse:
    """Return what each measure means: name, unit, formula, direction, basis, since when."""
    del request
    found = [
        {
            "code": one.code,
            "name": one.name,
            "unit": one.unit.value,
            "unit_name": one.unit.label,
            "better": one.better.value,
            "formula": one.formula,
            "meaning": one.meaning,
            "part": [count.value for count in one.part],
            "less": [count.value for count in one.less],
            "whole": [count.value for count in one.whole],
            "basis": one.basis,
            "valid_from": one.valid_from.isoformat(),
            "valid_to": one.valid_to.isoformat() if one.valid_to else None,
        }
        for one in MEASURES.values()
    ]
    return JsonResponse(found, safe=False, json_dumps_params=_JSON)


@five_minutes(shared=True)
def description(request: HttpRequest) -> JsonResponse:
    """Return what the files are, in the manner of a data package: addresses, columns, terms."""
    address = request.build_absolute_uri
    fields = [{"name": name, "type": kind, "description": said} for name, kind, said in _FIELDS]
    files = (("so-lieu-thang", "csv", "monthly_csv"), ("so-lieu-thang-json", "json", "monthly_json"))
    found = {
        "name": "so-lieu-mot-cua",
        "title": f"Số liệu giải quyết thủ tục hành chính, {_place()}",
        "description": "Số hồ sơ nhận, giải quyết, quá hạn theo tháng, của tất cả đơn vị và của từng đơn vị.",
        "homepage": address(reverse("portal:figures")),
        "licenses": [_LICENCE],
        "resources": [
            {
                "name": name,
                "path": address(reverse(f"portal:{view}")),
                "format": kind,
                "mediatype": "text/csv" if kind == "csv" else "application/json",
                "encoding": "utf-8",
                "schema": {"fields": fields, "primaryKey": ["month", "unit", "measure"], "missingValues": [""]},
            }
            for name, kind, view in files
        ]
        + [{"name": "tu-dien", "path": address(reverse("portal:measures")), "format": "json", "encoding": "utf-8"}],
    }
    return JsonResponse(found, json_dumps_params=_JSON)


def _csv() -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(rows.COLUMNS)
    for line in _lines():
        yield writer.writerow(line.as_text())


def _array() -> Iterator[str]:
    before = "[\n"
    for line in _lines():
        yield before + json.dumps(line.as_json(), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _lines() -> Iterator[rows.Line]:
    return rows.lines(clock.now(), place=_place())


def _place() -> str:
    return settings.PROVINCE or "tất cả đơn vị"


def _file(parts: Iterator[str], name: str, kind: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts, content_type=kind)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
