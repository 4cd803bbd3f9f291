"""The rules desk: periods and versions, each parameter with its source, and the way to a next version."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.casework.dossiers.queries import rule_usage, rulesets
from motcua.casework.dossiers.queries.rule_usage import Usage
from motcua.casework.dossiers.rules import rulesets as rules
from motcua.casework.dossiers.rules.rulesets import RuleSet
from motcua.casework.dossiers.services import rulesets as services
from motcua.casework.dossiers.vocabulary import Permission
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound, Stale
from motcua.ground.kernel.text import clean

from ..choices import whole
from ..keys import key_of
from ..session.request import StaffRequest, needs
from . import sheet

READERS = frozenset({Permission.RULES, Permission.APPROVE})
Versions = Sequence[tuple[RuleSet, str]]


@require_safe
def periods(request: StaffRequest) -> HttpResponse:
    """Show each period with its versions and how many dossiers keep them."""
    _may_read(request)
    found, used = sheet.newest(rulesets.versions()), rule_usage.usage()
    today = clock.now().date()
    context = {
        "nav": "rules",
        "periods": [(versions[0][0], versions) for versions in found.values()],
        "used": used,
        "unused": Usage(),
        "in_force": rulesets.in_force(today).code,
        "may_amend": Permission.RULES in request.permissions,
    }
    return page(request, "office/rules/list.html", context)


@require_safe
def version(request: StaffRequest, code: str, number: int | None = None) -> HttpResponse:
    """Show one version: every parameter with value, unit, source, and what no text confirms."""
    _may_read(request)
    versions = _of(code)
    shown, decision = next(((one, said) for one, said in versions if number in (None, one.version)), (None, ""))
    if shown is None:
        raise NotFound("Bộ quy tắc không có phiên bản này. Chọn trong danh sách.")
    before = next((one for one, _ in versions if one.version == shown.version - 1), None)
    context = {
        "nav": "rules",
        "shown": shown,
        "decision": decision,
        "before": before,
        "lines": sheet.lines(shown, before),
        "versions": versions,
        "used": rule_usage.usage().get(shown.id, Usage()),
        "newest": versions[0][0],
        "may_amend": Permission.RULES in request.permissions,
    }
    return page(request, "office/rules/version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RULES)
def amend(request: StaffRequest, code: str) -> HttpResponse:
    """Ask for the next version: typed, shown as differences, then published by its decision."""
    newest, _ = _of(code)[0]
    if request.method != "POST":
        return _form(request, newest, {})
    typed = sheet.read(request.POST)
    seen, decision = whole(request.POST.get("seen", ""), 2**31 - 1) or 0, clean(request.POST.get("decision_no", ""))
    if "back" in request.POST:
        return _form(request, newest, typed, decision=decision)
    if "confirmed" in request.POST:
        return _publish(request, code, typed, decision, seen)
    if seen != newest.version:
        return _stale(request, code, seen, typed, decision)
    if wrong := _flaws(newest, typed, decision):
        return _form(request, newest, typed, decision=decision, errors=wrong)
    return _confirm(request, newest, typed, decision)


def _publish(request: StaffRequest, code: str, typed: Mapping[str, str], decision: str, seen: int) -> HttpResponse:
    try:
        done = services.amend(code, typed, decision, seen=seen, by=request.actor, at=clock.now(), key=key_of(request))
    except Stale:
        return _stale(request, code, seen, typed, decision)
    except Invalid as no:
        return _form(request, _of(code)[0][0], typed, decision=decision, errors=no.fields)
    messages.success(request, f"Đã công bố phiên bản {done.version}. Hồ sơ đã tiếp nhận giữ quy tắc cũ.")
    return HttpResponseRedirect(reverse("rules:version", args=[code, done.version]), status=303)


def _form(
    request: StaffRequest,
    newest: RuleSet,
    typed: Mapping[str, str],
    *,
    decision: str = "",
    errors: Mapping[str, str] | None = None,
    meanwhile: Sequence[tuple[str, str, str, str]] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "nav": "rules",
        "shown": newest,
        "lines": sheet.with_typed(sheet.lines(newest), typed),
        "decision": decision,
        "errors": dict(errors or {}),
        "meanwhile": meanwhile,
        "flags": (("true", "có"), ("false", "không")),
    }
    status = 409 if meanwhile is not None else 422 if errors else 200
    return page(request, "office/rules/amend.html", context, status=status)


def _confirm(
    request: StaffRequest,
    newest: RuleSet,
    typed: Mapping[str, str],
    decision: str,
) -> HttpResponse:
    context = {
        "nav": "rules",
        "shown": newest,
        "typed": typed,
        "decision": decision,
        "differences": sheet.differences(newest.parameters, sheet.changed(newest.parameters, typed)),
        "used": rule_usage.usage().get(newest.id, Usage()),
        "key": uuid4().hex,
    }
    return page(request, "office/rules/confirm.html", context)


def _stale(request: StaffRequest, code: str, seen: int, typed: Mapping[str, str], decision: str) -> HttpResponse:
    """Show the form again over the version that came meanwhile, with what that one changed."""
    versions = _of(code)
    newest = versions[0][0]
    was = next((one for one, _ in versions if one.version == seen), None)
    meanwhile = sheet.differences(was.parameters, newest.parameters) if was else ()
    return _form(request, newest, typed, decision=decision, meanwhile=meanwhile)


def _flaws(newest: RuleSet, typed: Mapping[str, str], decision: str) -> dict[str, str]:
    wrong = dict(rules.flaws(typed, newest.parameters))
    if not decision or len(decision) > 200:
        wrong["decision_no"] = "Ghi số, ngày và cơ quan ra quyết định, không quá 200 chữ."
    elif not wrong and sheet.changed(newest.parameters, typed) == newest.parameters:
        wrong["decision_no"] = "Chưa có quy tắc nào đổi."
    return wrong


def _of(code: str) -> Versions:
    versions = sheet.newest(rulesets.versions()).get(code)
    if versions is None:
        raise NotFound("Không có bộ quy tắc này. Chọn trong danh sách.")
    return versions


def _may_read(request: StaffRequest) -> None:
    if not request.permissions & READERS:
        raise NotAllowed(
            "Bộ quy tắc dành cho lãnh đạo đơn vị và người được giao sửa. Liên hệ quản trị đơn vị nếu cần xem."
        )
