"""Which deeds a dossier offers the actor now: every button asks the predicate its deed will ask."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.casework.dossiers import policies
from motcua.casework.dossiers.queries.detail import DossierView
from motcua.casework.dossiers.rules import groups, lifecycle
from motcua.casework.dossiers.services import processing
from motcua.casework.dossiers.vocabulary import Act, Flag, Permission, Status
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Refusal
from motcua.people.agencies.queries import organisation
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.queries import OutcomeView


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions:
    """What may be done. ``outcomes``: ways out of the open step; ``waits``: why the concluding one must wait yet.

    posts   (id, text) of the posts the step may be given to
    """

    take: bool
    release: bool
    posts: tuple[tuple[int, str], ...]
    outcomes: tuple[OutcomeView, ...]
    waits: str
    attach: bool
    scan: bool
    hand_over: bool
    receipt: bool
    refusal: bool


def actions(dossier: DossierView, *, by: Actor, at: datetime) -> Actions:
    """Return the deeds that the policies allow."""
    item = dossier.open_item
    works = allows(policies.may_work, dossier, by)
    held = item.post_id if item else None
    ways = by_hand(dossier, workflow.outcomes(item.activity_id)) if item and works else ()
    returns = any(way.effect == Act.RETURN for way in (workflow.outcomes(item.activity_id) if item else ()))
    running = dossier.status in lifecycle.RUNNING
    at_counter = dossier.actor_agency_id == dossier.agency_id
    return Actions(
        take=bool(item) and held is None and allows(policies.may_hold, dossier),
        release=held is not None and (held == by.post_id or allows(policies.may_assign, dossier)),
        posts=_posts(dossier, at) if allows(policies.may_assign, dossier) else (),
        outcomes=tuple(way for way in ways if way.effect != Act.RETURN),
        waits="" if dossier.results else "Chờ kết quả: gắn tệp hoặc ghi số văn bản trước.",
        attach=works and running and not of_several(dossier),
        scan=running and bool(dossier.papers) and allows(policies.may_file, dossier, by),
        hand_over=returns and dossier.status is Status.COMPLETED and allows(policies.may_return, dossier),
        receipt=dossier.status is not Status.DECLINED and dossier.dossier.flag != Flag.MIRRORED,
        refusal=dossier.status is Status.DECLINED
        and dossier.dossier.flag != Flag.MIRRORED
        and at_counter
        and bool(dossier.words & {Permission.RECEIVE, Permission.DECLINE}),
    )


def by_hand(dossier: DossierView, ways: tuple[OutcomeView, ...]) -> tuple[OutcomeView, ...]:
    """Return the ways out that people take: a whole of several agencies ends by itself, with its last part."""
    return () if of_several(dossier) and dossier.status in lifecycle.RUNNING else ways


def of_several(dossier: DossierView) -> bool:
    """Tell whether several agencies handle it: each answers with a result of its own."""
    return dossier.definition is not None and dossier.definition.key == groups.PROCESS


def allows(predicate: Callable[..., None], *asked: Any) -> bool:
    """Tell whether a policy lets the deed pass."""
    try:
        predicate(*asked)
    except Refusal:
        return False
    return True


def _posts(dossier: DossierView, at: datetime) -> tuple[tuple[int, str], ...]:
    item = dossier.open_item
    if item is None:
        return ()
    able = processing.posts_for(item.agency_id, item.role_id, at)
    found = organisation.posts(item.agency_id, on=at.date())
    return tuple(
        (post.id, f"{', '.join(post.staff)} ({post.title})")
        for post in found
        if post.id in able and post.id != item.post_id
    )
