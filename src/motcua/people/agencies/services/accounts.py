"""Accounts of staff: open one for a new colleague, renew a password, lock and unlock."""

from dataclasses import dataclass
from datetime import date, datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.ground.kernel.events import subject_id
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import services as outbox
from motcua.ground.outbox.queries import EntryView
from motcua.people.identity import queries as identity_queries
from motcua.people.identity import services as identity

from .. import policies
from ..events import AccountClosed, AccountOpened, AccountReopened, PasswordRenewed
from ..models import Staff
from ..vocabulary import Permission
from . import organisation
from ._administrators import one_stays

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """An account with the temporary password to hand over; "" where it was shown already."""

    account_id: int
    password: str


def appoint_new(
    email: str, name: str, post_id: int, *, by: Actor, at: datetime, start: date | None = None, key: str = ""
) -> Handed:
    """Open an account for a new colleague and appoint him; the temporary password is returned this once.

    Raises  Invalid naming the fields, also where the address has an account · NotFound where the post is closed.
    """
    name = clean(name)

    def act() -> Handed:
        policies.require(by, Permission.ADMINISTER, on=at)
        if not name or len(name) > _LONGEST_NAME:
            sentence = "Ghi họ và tên." if not name else f"Họ và tên dài nhất {_LONGEST_NAME} ký tự."
            raise Invalid(sentence, fields={"name": sentence})
        if identity_queries.account(email):
            sentence = "Địa chỉ này đã có tài khoản. Chọn “Người đã có tài khoản” để giao thêm vị trí."
            raise Invalid(sentence, fields={"email": sentence})
        password = identity.temporary_password()
        account = identity.open_account(email=email, name=name, password=password, at=at, temporary=True)
        outbox.publish(AccountOpened(subject=f"account:{account}"), by=by, at=at, key=key)
        organisation.appoint(account, name, post_id, by=by, at=at, start=start)
        return Handed(account_id=account, password=password)

    return outbox.once(act, _already_handed, by=by, key=key)


def appoint_known(
    email: str, post_id: int, *, by: Actor, at: datetime, start: date | None = None, key: str = ""
) -> int:
    """Appoint somebody who has an account already to a further post; return the staff member's id.

    Raises  Invalid where nobody has the address, or the account is locked.
    """
    account = identity_queries.account(email)
    if account is None:
        sentence = "Chưa ai có tài khoản với địa chỉ này. Xem lại, hoặc chọn “Người mới”."
        raise Invalid(sentence, fields={"email": sentence})
    if not account.is_active:
        sentence = f"Tài khoản của {account.name} đang khóa. Mở khóa trước khi giao vị trí."
        raise Invalid(sentence, fields={"email": sentence})
    return organisation.appoint(account.id, account.name, post_id, by=by, at=at, start=start, key=key)


def renew_password(account_id: int, *, by: Actor, at: datetime, forget_factors: bool = False, key: str = "") -> Handed:
    """Give somebody who forgot his password a temporary one, returned this once; his open sessions end.

    forget_factors   also forget his second factor, if he lost the phone or key
    Raises           Refusal for one's own account.
    """

    def act() -> Handed:
        policies.require(by, Permission.ADMINISTER, on=at)
        not_ones_own(account_id, by, "Mật khẩu của chính mình đổi ở trang Mật khẩu, góc phải phía trên.")
        password = identity.renew_password(account_id, forget_factors=forget_factors)
        event = PasswordRenewed(subject=f"account:{account_id}", factors_forgotten=forget_factors)
        outbox.publish(event, by=by, at=at, key=key)
        return Handed(account_id=account_id, password=password)

    return outbox.once(act, _already_handed, by=by, key=key)


def close_account(account_id: int, *, by: Actor, at: datetime, key: str = "") -> None:
    """Lock an account: sessions and API tokens end at once. Appointments stay, so that unlocking restores them.

    Raises  Refusal for one's own account and for the last administrator's.
    """

    def act() -> None:
        policies.require(by, Permission.ADMINISTER, on=at)
        not_ones_own(account_id, by, "Không tự khóa được tài khoản của chính mình. Nhờ một người quản trị khác.")
        with one_stays(at.date()):
            if identity.close_account(account_id, at=at):
                outbox.publish(AccountClosed(subject=f"account:{account_id}"), by=by, at=at, key=key)

    outbox.once(act, lambda _: None, by=by, key=key)


def reopen_account(account_id: int, *, by: Actor, at: datetime, key: str = "") -> None:
    """Let a locked account log in again, with the posts it still holds."""

    def act() -> None:
        policies.require(by, Permission.ADMINISTER, on=at)
        if identity.reopen_account(account_id):
            outbox.publish(AccountReopened(subject=f"account:{account_id}"), by=by, at=at, key=key)

    outbox.once(act, lambda _: None, by=by, key=key)


def _already_handed(entry: EntryView) -> Handed:
    return Handed(account_id=subject_id(entry.subject), password="")


def not_ones_own(account_id: int, by: Actor, sentence: str) -> None:
    """Refuse, with this sentence, what nobody may do to his own account."""
    if by.staff_id and Staff.objects.filter(pk=by.staff_id, account_id=account_id).exists():
        raise Refusal(sentence, code="own_account")
