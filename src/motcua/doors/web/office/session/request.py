"""A request that has passed the office's door."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from motcua.doors.web.ui.frame import Frame
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed
from motcua.ground.kernel.vocabulary import Term
from motcua.people.agencies.queries.desks import Desk

_Args = ParamSpec("_Args")


class StaffRequest(HttpRequest):
    """Set by `middleware.StaffMiddleware` for every page of the office.

    actor        who acts, at the post he has chosen
    permissions  what the roles of that post let him do; buttons ask here, deeds ask again in the service
    role_ids     the roles themselves, for worklists
    """

    desk: Desk
    actor: Actor
    permissions: frozenset[str]
    role_ids: frozenset[int]
    frame: Frame


def needs(
    *permissions: Term,
) -> Callable[
    [Callable[Concatenate[StaffRequest, _Args], HttpResponseBase]],
    Callable[Concatenate[StaffRequest, _Args], HttpResponseBase],
]:
    """Let a page open only for posts that hold one of the permissions; the service behind it asks again."""

    def guard(
        view: Callable[Concatenate[StaffRequest, _Args], HttpResponseBase],
    ) -> Callable[Concatenate[StaffRequest, _Args], HttpResponseBase]:
        @wraps(view)
        def guarded(request: StaffRequest, /, *args: _Args.args, **kwargs: _Args.kwargs) -> HttpResponseBase:
            if not request.permissions.intersection(permissions):
                raise NotAllowed(
                    f"Vị trí của ông/bà chưa được giao quyền: {permissions[0].label.lower()}. "
                    "Liên hệ quản trị đơn vị, hoặc chọn vị trí khác ở góc phải."
                )
            return view(request, *args, **kwargs)

        return guarded

    return guard
