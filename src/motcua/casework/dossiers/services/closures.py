"""Close an agency or a post only when no dossier needs it: what the organisation alone cannot know."""

from datetime import datetime

from django.db import transaction

from motcua.casework.procedures.queries import offers
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Refusal
from motcua.people.agencies import policies as agencies
from motcua.people.agencies.services import organisation, posts
from motcua.people.agencies.vocabulary import Permission
from motcua.tools.workflow import queries as workflow

from ..queries import closures


@transaction.atomic
def close_agency(agency_id: int, *, by: Actor, at: datetime, key: str = "") -> None:
    """Close an agency that receives nothing any more, no dossier in progress, no papers, no unit below, no post.

    Raises  Refusal that says what is still open.
    """
    agencies.require(by, Permission.ADMINISTER, on=at)
    if offered := offers.reaching(agency_id, since=at.date()):
        raise Refusal(
            f"Còn {offered} thủ tục giao cho cơ quan này tiếp nhận hoặc quyết định. Thôi giao trước khi đóng.",
            code="has_offers",
        )
    if dossiers := closures.needing(agency_id):
        raise Refusal(
            f"Còn {dossiers} hồ sơ đang giải quyết liên quan cơ quan này. Chờ trả xong kết quả.", code="has_dossiers"
        )
    if bags := closures.bags(agency_id):
        raise Refusal(
            f"Còn {bags} bộ giấy ở cơ quan này, hoặc đang đi, đang đến. Giao hết, ký xong các phiếu bàn giao trước.",
            code="has_papers",
        )
    organisation.close(agency_id, by=by, at=at, key=key)


@transaction.atomic
def close_post(post_id: int, *, by: Actor, at: datetime, key: str = "") -> None:
    """Close a post that nobody sits at and on which no work waits.

    Raises  Refusal that says what is still open.
    """
    agencies.require(by, Permission.ADMINISTER, on=at)
    if waiting := workflow.open_at_post(post_id):
        raise Refusal(
            f"Vị trí còn giữ {waiting} việc. Lãnh đạo đơn vị giao lại việc cho vị trí khác trước.", code="post_has_work"
        )
    posts.close(post_id, by=by, at=at, key=key)
