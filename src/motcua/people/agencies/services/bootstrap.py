"""The first administrator of a clean installation."""

from datetime import datetime

from django.db import transaction

from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import Refusal
from motcua.people.identity import services as identity

from ..queries import organisation as organisation_queries
from ..vocabulary import AgencyKind
from . import organisation, shipped


@transaction.atomic
def first_administrator(
    *,
    email: str,
    password: str,
    at: datetime,
    name: str = "Quản trị",
    agency_code: str = "H00",
    agency_name: str = "Trung tâm Phục vụ hành chính công",
) -> int:
    """Found the first agency and appoint its administrator; return the account's id.

    agency_code   enters every dossier number and never changes: give the agency's own (20/2020/QĐ-TTg)

    Raises  Refusal where an agency exists already.
    """
    if not organisation_queries.is_empty():
        raise Refusal("Đã có đơn vị; tài khoản mới do người quản trị mở.", code="not_empty")
    by = system("bootstrap")
    shipped.install()
    account = identity.open_account(email=email, name=name, password=password, at=at)
    agency = organisation.found(agency_code, agency_name, AgencyKind.CENTRE, by=by, at=at, receives=True)
    post = organisation.open_post(
        agency, "Quản trị hệ thống", ["administrator", "procedure_admin", "one_stop_head"], by=by, at=at
    )
    organisation.appoint(account, name, post, by=by, at=at)
    return account
