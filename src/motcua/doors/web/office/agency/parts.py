"""What the pages of this desk share: which agency, which key, where next."""

from django.http import HttpResponse, HttpResponseRedirect

from motcua.casework.dossiers.vocabulary import Permission as Dossiers
from motcua.casework.procedures.vocabulary import Permission as Procedures
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.people.agencies import policies
from motcua.people.agencies.queries import establishment
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.people.agencies.vocabulary import Permission as Agencies

from ..session.request import StaffRequest

WORDS = {word.value: word.label for words in (Dossiers, Procedures, Agencies) for word in words}
"""What each permission lets people do, in their own words."""


def living(agency_id: int) -> AgencyView:
    """Return the agency a page is about."""
    agency = establishment.agency(agency_id)
    if agency is None:
        raise NotFound("Cơ quan này không có hoặc đã đóng. Chọn lại trong danh sách cơ quan.")
    return agency


def arranged(request: StaffRequest, agency_id: int) -> AgencyView:
    """Return the agency of a page on which is arranged who works; only its leader, one above, or an administrator."""
    policies.require_arrange(request.actor, agency_id, on=clock.now())
    return living(agency_id)


def nav_of(request: StaffRequest) -> str:
    """Return which entry a page about people and work belongs to: the leader's own, else the administrator's."""
    return "team" if any(key == "team" for key, _, _ in request.frame.navs) else "agency"


def see_other(address: str) -> HttpResponse:
    """Send the browser to the page that shows what was done."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def number_of(text: str) -> int:
    """Return the page somebody asks for, the first where it is no number."""
    return int(text) if text.isdecimal() and len(text) < 6 else 1
