"""The organisation as its administrator sees it: the tree of agencies, their posts, roles and people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..models import Agency, Appointment, Post, PostRole, Role
from ..rules.stamps import stamp
from . import organisation
from .organisation import AgencyView

PAGE = 100
_DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyLine:
    """One line of the tree; ``depth`` 0 at the top, ``posts`` open ones, ``people`` who sit there today."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    receives: bool
    valid_from: date
    valid_to: date | None
    posts: int
    people: int
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleView:
    """A role with the words of its permissions."""

    code: str
    name: str
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitter:
    """Somebody at a post: now, or from ``valid_from`` on."""

    appointment_id: int
    post_id: int
    account_id: int
    name: str
    email: str
    is_active: bool
    last_login: datetime | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostSheet:
    """An open post with its roles by code, and who sits there or will."""

    id: int
    agency_id: int
    agency_name: str
    title: str
    roles: tuple[str, ...]
    sitters: tuple[Sitter, ...] = ()

    @property
    def stamp(self) -> str:
        """Return a mark of what may be changed, to notice stale edits."""
        return stamp(self.title, tuple(sorted(self.roles)))


def tree(*, on: date, text: str = "", closed: bool = False) -> tuple[AgencyLine, ...]:
    """Return the living agencies of a day, each after the one above it; those that match a text, or closed ones, flat.

    text   part of a name or code, with or without marks
    """
    alive = Q(valid_to__isnull=True)
    rows = Agency.objects.filter(~alive if closed else alive & Q(valid_from__lte=on))
    if text:
        rows = rows.filter(Q(name__unaccent__icontains=text) | Q(short_name__unaccent__icontains=text) | _code(text))
    posts = Post.objects.filter(agency_id=OuterRef("pk"), valid_to__isnull=True)
    people = _sitting(on).filter(post__agency_id=OuterRef("pk"), valid_from__lte=on)
    lines = [
        AgencyLine(**row)
        for row in rows.order_by("name", "id").values(
            "id", "code", "name", "short_name", "kind", "parent_id", "receives", "valid_from", "valid_to",
            posts=_counted(posts, "agency_id", "pk"),
            people=_counted(people, "post__agency_id", "staff_id"),
        )
    ]  # fmt: skip
    return tuple(lines) if text or closed else tuple(_in_order(lines))


def agency(agency_id: int) -> AgencyView | None:
    """Return one living agency."""
    if not Agency.objects.filter(pk=agency_id, valid_to__isnull=True).exists():
        return None
    return organisation.agency(agency_id)


def roles() -> tuple[RoleView, ...]:
    """Return every role with what it may do, in the order in which they were made."""
    rows = Role.objects.order_by("id").values_list("code", "name", "permissions")
    return tuple(RoleView(code=code, name=name, permissions=tuple(words)) for code, name, words in rows)


def posts(agency_id: int, *, on: date) -> tuple[PostSheet, ...]:
    """Return the open posts of an agency by title, with their roles and people, in three statements."""
    return _with_people(_sheets(Q(agency_id=agency_id)), on)


def post(post_id: int, *, on: date) -> PostSheet | None:
    """Return one open post with its roles and people."""
    return next(iter(_with_people(_sheets(Q(pk=post_id)), on)), None)


def open_posts(agency_ids: Sequence[int]) -> tuple[tuple[int, str, int], ...]:
    """Return (id, title, agency id) of every open post of these agencies, by title."""
    rows = Post.objects.filter(agency_id__in=list(agency_ids), valid_to__isnull=True).order_by("title", "id")
    return tuple(rows.values_list("id", "title", "agency_id"))


def appointment(appointment_id: int, *, on: date) -> tuple[Sitter, PostSheet] | None:
    """Return an appointment that is not over, with its post."""
    sitter = next(_sitters(Q(pk=appointment_id), on), None)
    found = post(sitter.post_id, on=on) if sitter else None
    return (sitter, found) if sitter and found else None


def _in_order(lines: Sequence[AgencyLine]) -> Iterator[AgencyLine]:
    known = {line.id for line in lines}
    below: dict[int | None, list[AgencyLine]] = {}
    for line in lines:
        below.setdefault(line.parent_id if line.parent_id in known else None, []).append(line)

    def walk(parent_id: int | None, depth: int) -> Iterator[AgencyLine]:
        for line in below.get(parent_id, ()) if depth < _DEEPEST else ():
            yield replace(line, depth=depth)
            yield from walk(line.id, depth + 1)

    return walk(None, 0)


def _sheets(which: Q) -> list[PostSheet]:
    rows = list(
        Post.objects.filter(which, valid_to__isnull=True)
        .order_by("title", "id")
        .values("id", "agency_id", "title", agency_name=F("agency__short_name"))
    )
    carried: dict[int, list[str]] = {row["id"]: [] for row in rows}
    links = PostRole.objects.filter(post_id__in=list(carried)).order_by("role_id")
    for post_id, code in links.values_list("post_id", "role__code"):
        carried[post_id].append(code)
    return [PostSheet(**row, roles=tuple(carried[row["id"]])) for row in rows]


def _with_people(sheets: Sequence[PostSheet], on: date) -> tuple[PostSheet, ...]:
    by_post: Mapping[int, list[Sitter]] = {sheet.id: [] for sheet in sheets}
    for sitter in _sitters(Q(post_id__in=list(by_post)), on) if sheets else ():
        by_post[sitter.post_id].append(sitter)
    return tuple(replace(sheet, sitters=tuple(by_post[sheet.id])) for sheet in sheets)


def _sitters(which: Q, on: date) -> Iterator[Sitter]:
    rows = _sitting(on).filter(which).order_by("staff__name", "id")
    for row in rows.values(
        "post_id", "valid_from", "valid_to", appointment_id=F("pk"), account_id=F("staff__account_id"),
        name=F("staff__name"), email=F("staff__account__email"), is_active=F("staff__account__is_active"),
        last_login=F("staff__account__last_login"),
    ):  # fmt: skip
        yield Sitter(**row)


def _sitting(on: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def _code(text: str) -> Q:
    return Q(code__istartswith=text)


def _counted(rows: QuerySet[Post] | QuerySet[Appointment], by: str, what: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)
