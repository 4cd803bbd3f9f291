"""May this actor, with this dossier? The button and the deed ask the same functions.

``Holding`` is what both know: the hot path reads it under the lock, pages read it for a whole view.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed, Refusal
from motcua.people.agencies import policies as agencies

from .rules import lifecycle
from .vocabulary import Permission, Status

_AT_COUNTER = frozenset({Permission.RECEIVE, Permission.RETURN})
_CARRIES = frozenset({Permission.RECEIVE, Permission.RETURN, Permission.WORK})


class Holding(Protocol):
    """A dossier with its open step and what the actor's post may do."""

    @property
    def status(self) -> Status: ...
    @property
    def agency_id(self) -> int: ...
    @property
    def competent_id(self) -> int: ...
    @property
    def item_id(self) -> int | None: ...
    @property
    def item_agency_id(self) -> int | None: ...
    @property
    def item_role_id(self) -> int | None: ...
    @property
    def item_post_id(self) -> int | None: ...
    @property
    def actor_agency_id(self) -> int | None: ...
    @property
    def words(self) -> frozenset[str]: ...
    @property
    def role_ids(self) -> frozenset[int]: ...


def has_open_step(dossier: Holding) -> None:
    """Refuse where nothing is left to do."""
    if dossier.item_id is None:
        raise Refusal("Hồ sơ không còn bước nào đang mở.", code="no_open_step")


def not_waiting(dossier: Holding) -> None:
    """Refuse while the applicant is waited for: nobody here can go on."""
    if dossier.status in lifecycle.WAITING:
        raise Refusal(
            "Hồ sơ đang chờ người nộp. Khi người nộp làm xong, nơi tiếp nhận ghi nhận rồi việc chạy tiếp.",
            code="waits_for_applicant",
        )


def not_paused(paused: bool) -> None:
    """Refuse what needs a running clock while it stands still."""
    if paused:
        raise Refusal("Thời hạn đang tạm dừng. Tiếp tục tính thời hạn trước.", code="paused")


def may_hold(dossier: Holding) -> None:
    """Refuse unless the actor's post carries the role of the open step, at its agency."""
    has_open_step(dossier)
    not_waiting(dossier)
    if dossier.item_agency_id != dossier.actor_agency_id or dossier.item_role_id not in dossier.role_ids:
        raise NotAllowed("Bước này thuộc vai trò hoặc cơ quan khác.")
    _needs(dossier, Permission.WORK)


def may_work(dossier: Holding, by: Actor) -> None:
    """Refuse unless the open step is on the actor's post, or waits in a pool he may take from.

    Who acts at a post for another may have been given less than all its words: so they are asked there too.
    """
    has_open_step(dossier)
    not_waiting(dossier)
    if dossier.item_post_id == by.post_id:
        _needs(dossier, Permission.WORK)
        return
    if dossier.item_post_id is not None:
        raise NotAllowed("Bước này đang do vị trí khác giữ.")
    may_hold(dossier)


def may_refuse_handover(dossier: Holding) -> None:
    """Refuse unless the actor could take the step that another agency handed over, or leads where it waits."""
    has_open_step(dossier)
    not_waiting(dossier)
    if dossier.item_post_id is not None:
        raise NotAllowed("Bước này đã có người nhận.")
    if Permission.ASSIGN in dossier.words:
        may_assign(dossier)
    else:
        may_hold(dossier)


def may_assign(dossier: Holding) -> None:
    """Refuse unless the actor leads the agency at which the open step waits."""
    has_open_step(dossier)
    if dossier.item_agency_id != dossier.actor_agency_id:
        raise NotAllowed("Chỉ lãnh đạo nơi đang giữ hồ sơ giao việc này.")
    _needs(dossier, Permission.ASSIGN)


def may_release(dossier: Holding, by: Actor) -> None:
    """Refuse unless the open step is on the actor's post, he leads its agency, or it waits in a pool he takes from."""
    has_open_step(dossier)
    if dossier.item_post_id == by.post_id:
        _needs(dossier, Permission.WORK)
        return
    if dossier.item_post_id is None and Permission.ASSIGN not in dossier.words:
        may_hold(dossier)
    else:
        may_assign(dossier)


def may_return(dossier: Holding) -> None:
    """Refuse unless the actor returns results at the agency that holds the result."""
    if dossier.actor_agency_id not in (dossier.agency_id, dossier.item_agency_id):
        raise NotAllowed("Kết quả này do nơi tiếp nhận khác trả.")
    _needs(dossier, Permission.RETURN)


def may_file(dossier: Holding, by: Actor) -> None:
    """Refuse unless the actor received the dossier's kind at its counter, or works on its open step."""
    if dossier.actor_agency_id == dossier.agency_id and Permission.RECEIVE in dossier.words:
        return
    may_work(dossier, by)


def may_receive(dossier: Holding, by: Actor) -> None:
    """Refuse unless the actor takes in dossiers at the counter that this one belongs to."""
    del by
    if dossier.actor_agency_id != dossier.agency_id:
        raise NotAllowed("Việc này làm tại nơi tiếp nhận của hồ sơ.")
    _needs(dossier, Permission.RECEIVE)


def may_decline(dossier: Holding) -> None:
    """Refuse unless the actor may turn away what was submitted at his counter."""
    if dossier.actor_agency_id != dossier.agency_id:
        raise NotAllowed("Việc này làm tại nơi tiếp nhận của hồ sơ.")
    _needs(dossier, Permission.DECLINE)


def may_ask(dossier: Holding, by: Actor) -> None:
    """Refuse unless the actor works on the open step, or leads the agency at which it is."""
    has_open_step(dossier)
    not_waiting(dossier)
    if dossier.item_agency_id == dossier.actor_agency_id and Permission.APPROVE in dossier.words:
        return
    may_work(dossier, by)


def may_settle(dossier: Holding, by: Actor) -> None:
    """Refuse unless the actor takes in proofs at the counter, or holds the step that waits for them."""
    if dossier.item_post_id == by.post_id and dossier.item_post_id is not None:
        _needs(dossier, Permission.WORK)
        return
    may_receive(dossier, by)


def may_decide(dossier: Holding) -> None:
    """Refuse unless the actor decides as a head, at the agency that holds the dossier or is competent for it."""
    if dossier.actor_agency_id not in (dossier.item_agency_id, dossier.competent_id, dossier.agency_id):
        raise NotAllowed("Việc này do lãnh đạo nơi đang giải quyết hồ sơ quyết định.")
    _needs(dossier, Permission.APPROVE)


def may_answer(dossier: Holding, asked_agency_id: int) -> None:
    """Refuse unless the actor works at the agency that was asked."""
    if dossier.actor_agency_id != asked_agency_id:
        raise NotAllowed("Chỉ cơ quan được hỏi trả lời ý kiến này.")
    _needs(dossier, Permission.WORK)


def may_approve_letter(dossier: Holding, agency_id: int, above: Collection[int], level: int) -> None:
    """Refuse unless the actor is the head who answers for this lateness.

    agency_id  the agency that held the dossier; above: the units above it
    level      0: its own head, 1: one of those above, where there are any
    """
    higher = level > 0 and bool(above)
    if dossier.actor_agency_id not in (above if higher else {agency_id}):
        raise NotAllowed(
            "Thư này do lãnh đạo cấp trên của nơi giữ hồ sơ duyệt."
            if higher
            else "Thư này do lãnh đạo nơi giữ hồ sơ duyệt.",
            source="61/2018/NĐ-CP, Điều 19 khoản 9",
        )
    _needs(dossier, Permission.APPROVE)


def may_see(dossier: Holding, by: Actor) -> None:
    """Refuse unless the dossier is the actor's work, his agency's, or he may see all."""
    if not sees(dossier, by):
        raise NotAllowed("Hồ sơ này không thuộc phạm vi của ông/bà.", source="Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15")


def may_remind(dossier: Holding, units: Collection[int]) -> None:
    """Refuse unless the dossier stands among the late ones that the actor may look at.

    units  those that received and that decide it, and all above them: whose heads see it in their list
    """
    if Permission.VIEW_ALL in dossier.words:
        return
    _needs(dossier, Permission.VIEW_AGENCY)
    if dossier.actor_agency_id not in units:
        raise NotAllowed(
            "Hồ sơ này không thuộc đơn vị của ông/bà. Chỉ nhắc được hồ sơ trong danh sách của đơn vị mình."
        )


def sees(dossier: Holding, by: Actor) -> bool:
    """Tell whether the actor may read the dossier: he is involved, or his agency is asked for its opinion."""
    return is_involved(dossier, by) or (bool(getattr(dossier, "consulted", False)) and Permission.WORK in dossier.words)


def is_involved(dossier: Holding, by: Actor) -> bool:
    """Tell whether the dossier is the actor's work, his agency's, or he may see all."""
    if Permission.VIEW_ALL in dossier.words:
        return True
    if dossier.words & _AT_COUNTER and dossier.actor_agency_id == dossier.agency_id:
        return True  # who takes in and gives out at this counter answers for what passes over it
    involved = {dossier.agency_id, dossier.competent_id, dossier.item_agency_id}
    if Permission.VIEW_AGENCY in dossier.words and dossier.actor_agency_id in involved:
        return True
    mine = dossier.item_post_id == by.post_id or (
        dossier.item_post_id is None and dossier.item_role_id in dossier.role_ids
    )
    if Permission.VIEW in dossier.words and dossier.item_agency_id == dossier.actor_agency_id and mine:
        return True
    return bool(getattr(dossier, "worked_on", False))


def may_keep_register(by: Actor, agency_id: int, *, at: datetime) -> bool:
    """Tell whether the actor may read and print the follow-up register of an agency: his own, or all of the province's.

    Law: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15: its lines name people, with address and telephone.
    """
    if agencies.holds(by, Permission.VIEW_ALL, on=at):
        return True
    return agencies.holds(by, Permission.VIEW_AGENCY, agency_id=agency_id, on=at)


def may_carry(by: Actor, *, on: date) -> tuple[int, int]:
    """Return (agency, person) of one who hands papers over and takes them in there; refuse who does neither."""
    if by.agency_id is None or by.staff_id is None or not agencies.permissions_of(by, on=on) & _CARRIES:
        raise NotAllowed("Giao, nhận hồ sơ giấy do cán bộ tiếp nhận, xử lý, văn thư hoặc trả kết quả làm.")
    return by.agency_id, by.staff_id


def require(by: Actor, permission: Permission, *, agency_id: int, on: date) -> None:
    """Refuse unless the actor holds the permission at the agency."""
    agencies.require(by, permission, agency_id=agency_id, on=on)


def _needs(dossier: Holding, permission: Permission) -> None:
    if permission not in dossier.words:
        raise NotAllowed(f"Vị trí của ông/bà chưa được giao quyền: {permission.label.lower()}.")
