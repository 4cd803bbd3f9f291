"""Nobody saws off the branch: an installation that had an administrator keeps one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from motcua.ground.kernel.errors import Refusal

from ..models import Appointment, PostRole, Role
from ..vocabulary import Permission


@contextmanager
def one_stays(on: date) -> Iterator[None]:
    """Refuse what is done inside if it leaves nobody who can administer from now on; two at once wait for each other.

    Raises  Refusal, code ``last_administrator``
    """
    list(Role.objects.select_for_update().filter(permissions__contains=[Permission.ADMINISTER]).order_by("pk"))
    had = _is_administered(on)
    yield
    if had and not _is_administered(on):
        raise Refusal(
            "Sau việc này sẽ không còn ai quản trị hệ thống. Giao vai trò quản trị cho người khác trước, rồi làm lại.",
            code="last_administrator",
        )


def _is_administered(on: date) -> bool:
    posts = PostRole.objects.filter(role__permissions__contains=[Permission.ADMINISTER]).values("post_id")
    return Appointment.objects.filter(
        valid_from__lte=on,
        valid_to__isnull=True,
        post_id__in=posts,
        post__valid_to__isnull=True,
        staff__account__is_active=True,
    ).exists()
