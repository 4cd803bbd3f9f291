"""Agencies, posts and the people on them, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.vocabulary import ActorKind

from ..models import Agency, Post, PostRole, Role, Staff
from ..rules.stamps import stamp
from ..vocabulary import AgencyKind
from . import seats


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyView:
    """An agency as others see it."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    parent_name: str
    receives: bool
    address: str
    phone: str
    email: str
    feedback_address: str
    number_pattern: str

    @property
    def stamp(self) -> str:
        """Return a mark of all that may be amended, to notice stale edits."""
        return stamp(*(getattr(self, name) for name in _AGENCY))


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """A post with who sits there today."""

    id: int
    agency_id: int
    title: str
    staff: tuple[str, ...]
    roles: tuple[str, ...]


_AGENCY = [
    "id", "code", "name", "short_name", "kind", "parent_id", "receives", "address", "phone", "email",
    "feedback_address", "number_pattern",
]  # fmt: skip
_PARENT = Coalesce(F("parent__name"), Value(""))
_ONE = f"""
SELECT {", ".join(f"a.{name}" for name in _AGENCY)}, coalesce(p.name, '')
FROM agencies_agency a LEFT JOIN agencies_agency p ON p.id = a.parent_id
WHERE a.id = %s::bigint
"""  # noqa: S608 - constants of this module
_COMMUNES = """
WITH RECURSIVE above AS (
    SELECT id AS agency_id, id, parent_id, kind, 0 AS depth FROM agencies_agency WHERE id = ANY(%(ids)s::bigint[])
    UNION ALL
    SELECT b.agency_id, a.id, a.parent_id, a.kind, depth + 1 FROM agencies_agency a JOIN above b ON a.id = b.parent_id
    WHERE depth < 20
)
SELECT DISTINCT ON (agency_id) agency_id, id FROM above WHERE kind = %(kind)s::text ORDER BY agency_id, depth
"""
_BELOW = """
WITH RECURSIVE below AS (
    SELECT %s::bigint AS id, 0 AS depth
    UNION ALL SELECT a.id, depth + 1 FROM agencies_agency a JOIN below b ON a.parent_id = b.id WHERE depth < 20
)
SELECT id FROM below ORDER BY depth, id
"""
_ACTORS = f"""
SELECT s.staff_id, f.name, p.id, p.title, p.agency_id
FROM agencies_staff f
JOIN ({seats.SITTING_WITHIN}) s ON s.staff_id = f.id
JOIN agencies_post p ON p.id = s.post_id AND p.valid_to IS NULL
WHERE f.account_id = %(account)s::bigint
ORDER BY s.holder_id IS NOT NULL, s.seat_id
"""  # noqa: S608 - constants of this module
_SITTERS = f"""
SELECT s.post_id, f.name || CASE WHEN s.holder_id IS NULL THEN '' ELSE ' (làm thay)' END
FROM ({seats.SITTING_WITHIN}) s
JOIN agencies_staff f ON f.id = s.staff_id
WHERE s.post_id = ANY(%(posts)s::bigint[])
ORDER BY s.holder_id IS NOT NULL, s.seat_id
"""  # noqa: S608 - constants of this module


def agency(agency_id: int) -> AgencyView:
    """Return one agency; Agency.DoesNotExist is a bug of the caller."""
    with connection.cursor() as cursor:  # asked at every reception
        cursor.execute(_ONE, [agency_id])
        if (row := cursor.fetchone()) is None:
            raise Agency.DoesNotExist(f"no agency {agency_id}")
    return AgencyView(**dict(zip((*_AGENCY, "parent_name"), row, strict=True)))


def by_ids(agency_ids: Sequence[int]) -> tuple[AgencyView, ...]:
    """Return these agencies, each once."""
    rows = Agency.objects.filter(pk__in=set(agency_ids)).values(*_AGENCY, parent_name=_PARENT)
    return tuple(AgencyView(**row) for row in rows)


def agency_by_code(code: str) -> AgencyView | None:
    """Return the agency that has this code now."""
    row = Agency.objects.filter(code=code, valid_to__isnull=True).values(*_AGENCY, parent_name=_PARENT).first()
    return AgencyView(**row) if row else None


def agencies(*, on: date, receiving: bool = False) -> tuple[AgencyView, ...]:
    """Return the agencies of a day, those with a counter only if asked, by name."""
    rows = Agency.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    if receiving:
        rows = rows.filter(receives=True)
    found = rows.order_by("kind", "name").values(*_AGENCY, parent_name=_PARENT)
    return tuple(AgencyView(**row) for row in found)


def is_open(agency_id: int, *, on: date) -> bool:
    """Tell whether there is such an agency on a day."""
    rows = Agency.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), pk=agency_id, valid_from__lte=on)
    return rows.exists()


def communes_of(agency_ids: Sequence[int]) -> dict[int, int | None]:
    """Return {agency: the commune it is or belongs to, None for one of the province}."""
    with connection.cursor() as cursor:
        cursor.execute(_COMMUNES, {"ids": list(agency_ids), "kind": AgencyKind.COMMUNE})
        found: dict[int, int | None] = dict(cursor.fetchall())
        return {agency_id: found.get(agency_id) for agency_id in agency_ids}


def below(agency_id: int) -> tuple[int, ...]:
    """Return an agency and all that are under it, whenever they were there."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [agency_id])
        return tuple(found for (found,) in cursor.fetchall())


def is_empty() -> bool:
    """Tell whether the installation has no agency yet."""
    return not Agency.objects.exists()


def actors_of_account(account_id: int, *, on: date) -> tuple[Actor, ...]:
    """Return one actor for each post the account's holder sits at then, his own before those he acts at, oldest first.

    on   a moment, or a day: then at any moment of it
    """
    since, until = seats.window(on)
    with connection.cursor() as cursor:
        cursor.execute(_ACTORS, {"account": account_id, "since": since, "until": until})
        rows = cursor.fetchall()
    return tuple(
        Actor(kind=ActorKind.STAFF, staff_id=staff_id, name=name, post_id=post_id, label=title, agency_id=agency_id)
        for staff_id, name, post_id, title, agency_id in rows
    )


def posts(agency_id: int, *, on: date, role: str = "") -> tuple[PostView, ...]:
    """Return the posts of an agency (that carry a role), with who sits there then, of his own or acting.

    on   a moment, or a day: then at any moment of it
    """
    rows = Post.objects.filter(agency_id=agency_id, valid_to__isnull=True)
    if role:
        rows = rows.filter(pk__in=PostRole.objects.filter(role__code=role).values("post_id"))
    found = list(rows.order_by("title", "id").values("id", "agency_id", "title"))
    ids = [row["id"] for row in found]
    since, until = seats.window(on)
    with connection.cursor() as cursor:
        cursor.execute(_SITTERS, {"posts": ids, "since": since, "until": until})
        sitting = cursor.fetchall()
    roles = PostRole.objects.filter(post_id__in=ids).values_list("post_id", "role__code")
    return tuple(
        PostView(
            **row,
            staff=tuple(name for post_id, name in sitting if post_id == row["id"]),
            roles=tuple(code for post_id, code in roles if post_id == row["id"]),
        )
        for row in found
    )


def post(post_id: int) -> PostView:
    """Return one post by its title, open or closed; Post.DoesNotExist is a bug of the caller."""
    row = Post.objects.values("id", "agency_id", "title").get(pk=post_id)
    return PostView(**row, staff=(), roles=())


def names_of(staff_ids: Sequence[int], post_ids: Sequence[int]) -> tuple[dict[int, str], dict[int, str]]:
    """Return ({staff id: name}, {post id: title, agency}) for a log or a list."""
    staff = dict(Staff.objects.filter(pk__in=staff_ids).values_list("pk", "name"))
    titles = {
        pk: f"{title}, {short}"
        for pk, title, short in Post.objects.filter(pk__in=post_ids).values_list("pk", "title", "agency__short_name")
    }
    return staff, titles


def role_ids_of_post(post_id: int) -> QuerySet[PostRole, int]:
    """Return the ids of a post's roles, as a subquery."""
    return PostRole.objects.filter(post_id=post_id).values_list("role_id", flat=True)


def role_ids() -> dict[str, int]:
    """Return {role code: id}."""
    return dict(Role.objects.values_list("code", "pk"))
