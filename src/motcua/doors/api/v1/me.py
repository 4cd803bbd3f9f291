"""Who the token is."""

from ninja import Router, Schema

from motcua.ground.kernel import clock
from motcua.people.agencies.queries import organisation

from ..actors import Caller, Request
from ..problems import Problem

router = Router(tags=["me"], auth=Caller())


class Agency(Schema):
    """An agency by its code."""

    code: str
    name: str


class Me(Schema):
    """The post from which this request acts; ``posts``: the others, numbers for ``X-Post``."""

    name: str
    post: int
    title: str
    agency: Agency
    receives: bool
    posts: list[int]


@router.get("me", response={200: Me, 401: Problem, 403: Problem}, operation_id="me")
def me(request: Request) -> Me:
    """Return the person, the post and the agency that this token acts for."""
    actor = request.auth
    (agency,) = organisation.by_ids([actor.agency_id or 0])
    return Me(
        name=actor.name,
        post=actor.post_id or 0,
        title=actor.label,
        agency=Agency(code=agency.code, name=agency.name),
        receives=agency.receives,
        posts=list(request.posts),
    )


class Colleague(Schema):
    """A post of the same agency; ``id`` is what `assign` takes."""

    id: int
    title: str
    staff: list[str]
    roles: list[str]


@router.get("me/colleagues", response={200: list[Colleague], 401: Problem, 403: Problem}, operation_id="colleagues")
def colleagues(request: Request) -> list[Colleague]:
    """Return the posts of the caller's agency, with who sits there today."""
    found = organisation.posts(request.auth.agency_id or 0, on=clock.now().date())
    return [Colleague(id=post.id, title=post.title, staff=list(post.staff), roles=list(post.roles)) for post in found]
