"""The office's door: nobody passes but staff at a post, in production with a second factor."""

from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, get_script_prefix, resolve, reverse

from motcua.casework.dossiers.vocabulary import Permission as Dossiers
from motcua.casework.procedures.vocabulary import Permission as Procedures
from motcua.doors.web.ui import errors
from motcua.doors.web.ui.frame import Frame
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotAllowed, Refusal
from motcua.people.agencies.queries import desks
from motcua.people.agencies.queries.desks import Desk
from motcua.people.agencies.vocabulary import Permission as Agencies
from motcua.steering.indicators.vocabulary import Permission as Figures
from motcua.steering.reports.vocabulary import Permission as Reports

POST = "post"
LOOK = "mc_look"
_SECOND_FACTOR = "second_factor"
_LOG_IN = ("account_", "mfa_")  # allauth's own pages, which guard themselves
_NAVS = (
    ("recv", "Tiếp nhận", "reception:choose", frozenset({Dossiers.RECEIVE})),
    ("work", "Hồ sơ", "inbox:list", frozenset({Dossiers.VIEW, Dossiers.WORK})),
    ("give", "Trả kết quả", "results:list", frozenset({Dossiers.RETURN})),
    ("figures", "Số liệu", "indicators:period", frozenset({Dossiers.VIEW_AGENCY})),
    ("reports", "Báo cáo", "reports:list", frozenset(Reports)),
    ("scores", "Điểm công bố", "indicators:scores", frozenset({Figures.SCORES})),
    ("paper", "Giao nhận giấy", "handover:give", frozenset({Dossiers.RECEIVE, Dossiers.RETURN, Dossiers.WORK})),
    ("catalogue", "Danh mục", "catalogue:list", frozenset({Procedures.REVIEW})),
    ("processes", "Quy trình", "processes:list", frozenset({Dossiers.PROCESSES})),
    ("team", "Người và việc", "agency:team", frozenset({Agencies.SUBSTITUTE})),
    ("calendar", "Lịch làm việc", "calendar:year", frozenset({Agencies.CALENDAR})),
    ("rules", "Quy tắc", "rules:list", frozenset({Dossiers.RULES})),
    ("agency", "Cơ quan", "agency:list", frozenset({Agencies.ADMINISTER})),
)
_LEADS = frozenset({Dossiers.VIEW_ALL, Dossiers.ASSIGN, Dossiers.APPROVE})
"""Who holds one of these begins with the leader's page."""
_CASEWORK = frozenset({"recv", "work", "give"})


class LoggedOut(Refusal):
    """The session has ended while a form was open."""

    code = "logged_out"
    status = 403


class SeatEnded(Refusal):
    """The seat that somebody chose to act from has ended while a form was open."""

    code = "seat_ended"
    status = 409


class StaffMiddleware:
    """Say who acts: ``request.actor``, ``permissions``, ``frame``; send everybody else to the log-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(errors.STAFF):
            return self.get_response(request)
        _look(request)
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method in ("GET", "HEAD"):
            response = HttpResponseRedirect(_desk_of(request))
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the request in, or answer it here."""
        del view, args, kwargs
        if not request.path.startswith(errors.STAFF):
            return None
        entrance = (request.resolver_match.url_name or "").startswith(_LOG_IN) if request.resolver_match else False
        if not request.user.is_authenticated or _is_refused(request):
            return None if entrance else _to_log_in(request)
        held = desks.of_account(request.user.pk, on=clock.now())
        _seat(request, held)
        if not entrance:
            return _hurdle(request, held) or _seat_ended(request, held)
        if request.method == "POST":
            request.session.pop(_SECOND_FACTOR, None)
        return None


def _desk_of(request: HttpRequest) -> str:
    """Return the nearest address above one that only takes forms: where its form stood, after a reload."""
    place = request.path_info.rstrip("/")
    while len(place) > len(errors.STAFF):
        place = place.rpartition("/")[0]
        try:
            resolve(f"{place}/")
        except Resolver404:
            continue
        break
    return f"{get_script_prefix().rstrip('/')}{quote(place)}/"


def _is_refused(request: HttpRequest) -> bool:
    """End the session of a demonstration account in production."""
    if not (settings.PRODUCTION and getattr(request.user, "is_demo", False)):
        return False
    logout(request)
    return True


def _hurdle(request: HttpRequest, held: Sequence[Desk]) -> HttpResponse | None:
    """Return what stands between somebody logged in and his desk: no post, a temporary password, no second factor."""
    if not held:
        sentence = "Tài khoản chưa được giao vị trí nào đang có hiệu lực. Liên hệ quản trị đơn vị."
        return errors.refusal(request, NotAllowed(sentence))
    if getattr(request.user, "password_is_temporary", False):
        return HttpResponseRedirect(reverse("account_change_password"))
    if not settings.PRODUCTION or request.session.get(_SECOND_FACTOR):
        return None
    if is_mfa_enabled(request.user):
        request.session[_SECOND_FACTOR] = True
        return None
    return HttpResponseRedirect(reverse("mfa_index"))


def _seat_ended(request: HttpRequest, held: Sequence[Desk]) -> HttpResponse | None:
    """Answer a form that was opened at a seat which is no more: it is sent from no other without his knowing.

    A page that he opens shows the seat that is left, so the choice is forgotten with it.
    """
    chosen, reads = request.session.get(POST), request.method in ("GET", "HEAD")
    if chosen is None or any(desk.actor.post_id == chosen for desk in held):
        return None
    if reads and request.headers.get("HX-Request"):
        return None  # a part of a page, which does not say who he is
    del request.session[POST]
    chooses = request.resolver_match is not None and request.resolver_match.view_name == "session:switch"
    if reads or chooses:
        return None
    return errors.refusal(
        request,
        SeatEnded(
            f"Vị trí ông/bà đang làm việc đã kết thúc, việc này chưa được ghi. Từ giờ ông/bà làm ở {_called(held[0])}. "
            "Việc vẫn thuộc vị trí này thì mở lại trang rồi gửi lại."
        ),
    )


def _seat(request: HttpRequest, held: Sequence[Desk]) -> None:
    chosen = request.session.get(POST)
    desk = next((desk for desk in held if desk.actor.post_id == chosen), held[0] if held else None)
    frame = Frame(
        person=desk.actor.name if desk else str(getattr(request.user, "name", "")),
        post=desk.actor.label if desk else "",
        post_id=desk.actor.post_id if desk else None,
        agency=desk.agency_name if desk else "",
        navs=_navs(desk),
        posts=tuple((other.actor.post_id or 0, _called(other)) for other in held),
        links=(
            ("Tùy chọn hiển thị, phím tắt", reverse("session:preferences")),
            ("Lịch làm việc", reverse("calendar:year")),
            *_for_officers(desk),
            *_for_heads(desk),
            ("Mật khẩu", reverse("account_change_password")),
            ("Xác minh hai lớp", reverse("mfa_index")),
        ),
        notices_address=reverse("notices:list"),
        unread=desk.unread if desk else 0,
        switch_address=reverse("session:switch"),
        leave_address=reverse("account_logout"),
        notices=_notices(desk),
    )
    if desk is None:
        vars(request).update(frame=frame)
        return
    vars(request).update(desk=desk, actor=desk.actor, permissions=desk.permissions, role_ids=desk.role_ids, frame=frame)


def _called(desk: Desk) -> str:
    acting = f" (làm thay {desk.acting_for})" if desk.acting_for else ""
    return f"{desk.actor.label}, {desk.agency_name}{acting}"


def _notices(desk: Desk | None) -> tuple[str, ...]:
    if desk is None:
        return ()
    said = []
    if desk.acting_for and desk.acting_until:
        said.append(
            f"Đang làm thay {desk.acting_for} ở vị trí {desk.actor.label}, đến {_moment(desk.acting_until)}. "
            "Nhật ký ghi tên ông/bà."
        )
    if desk.away_until:
        said.append(
            f"Ông/bà đang được ghi nghỉ đến {_moment(desk.away_until)}. "
            "Việc mới không giao cho ông/bà; về sớm thì báo lãnh đạo đơn vị."
        )
    return tuple(said)


def _moment(at: datetime) -> str:
    return f"{clock.local(at):%H:%M %d/%m/%Y}"


def _for_officers(desk: Desk | None) -> tuple[tuple[str, str], ...]:
    return (("Việc tôi đã làm", reverse("indicators:work")),) if desk and Dossiers.WORK in desk.permissions else ()


def _for_heads(desk: Desk | None) -> tuple[tuple[str, str], ...]:
    if desk is None or Dossiers.APPROVE not in desk.permissions:
        return ()
    return (("Bộ quy tắc thời hạn", reverse("rules:list")),)


def _navs(desk: Desk | None) -> tuple[tuple[str, str, str], ...]:
    if desk is None:
        return ()
    navs = [(key, text, reverse(name)) for key, text, name, words in _NAVS if words & desk.permissions]
    if Dossiers.VIEW_AGENCY not in desk.permissions:
        return _with_reports(navs)
    navs = [one for one in navs if one[0] not in ("scores", "reports")]  # the figures' desk leads there
    if not desk.permissions & _LEADS:
        return tuple(navs)
    leads = ("figures", "Điều hành", reverse("indicators:dashboard"))
    others = [one for one in navs if one[0] != leads[0]]
    return (leads, *others) if Dossiers.VIEW_ALL in desk.permissions else tuple(_in_place(navs, leads))


def _with_reports(navs: Sequence[tuple[str, str, str]]) -> tuple[tuple[str, str, str], ...]:
    """Return the bar of a post that sees no figures: it begins with the reports where it handles no dossiers.

    The pages of reports stand at the figures' desk, so they mark its place in the bar.
    """
    handles = bool(_CASEWORK & {key for key, _, _ in navs})
    found = list(navs) if handles else sorted(navs, key=lambda one: one[0] != "reports")
    return tuple(("figures" if key == "reports" else key, text, address) for key, text, address in found)


def _in_place(navs: Sequence[tuple[str, str, str]], one: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    return [one if nav[0] == one[0] else nav for nav in navs]


def _to_log_in(request: HttpRequest) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        no = LoggedOut(
            "Phiên làm việc đã hết, việc này chưa được ghi. Đăng nhập lại rồi gửi lại; chữ đã gõ ở ngay đây."
        )
        return errors.refusal(request, no)
    htmx = request.headers.get("HX-Request")
    back = request.headers.get("HX-Current-URL", "") if htmx else request.get_full_path()
    address = f"{settings.LOGIN_URL}?{urlencode({'next': back})}" if back else settings.LOGIN_URL
    if htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _look(request: HttpRequest) -> None:
    words = request.COOKIES.get(LOOK, "").split(".")
    vars(request)["look"] = {
        "density": "comfortable" if "comfortable" in words else "compact",
        "keys_off": "no-keys" in words,
    }
