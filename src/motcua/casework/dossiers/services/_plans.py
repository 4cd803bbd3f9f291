"""What a group promises before it is received: which agency does which part, and when the whole is due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.queries.catalogue import OfferView
from motcua.casework.procedures.rules.content import Terms
from motcua.ground.kernel.clock import local
from motcua.people.agencies.queries import organisation as agencies
from motcua.tools.workflow import queries as workflow

from ..errors import GroupUnsound
from ..queries import legs as queries
from ..rules import deadlines, groups, promises
from ..rules.derivation import Due
from ..rules.groups import Clocks, Leg, Template, Window
from . import _clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A group as it would be received now.

    offices  {leg key: agency that does it}
    begun    moment from which all limits count
    """

    template: Template
    legs: tuple[Leg, ...]
    offices: Mapping[str, int]
    windows: Mapping[str, Window]
    begun: datetime
    due: Due


def plan(offer: OfferView, terms: Terms, case: str, at: datetime, cutoff: time) -> Plan:
    """Return what a group promises for what is received now.

    Raises  GroupUnsound where the legs cannot keep the published limit, or one has no agency or process.
    Law     61/2018/NĐ-CP, Điều 19 khoản 6.
    """
    template = queries.template(offer.version.code)
    if template is None:
        raise GroupUnsound("Thủ tục này chưa có mẫu phân việc liên thông. Báo quản trị danh mục.")
    if terms.limit is None:
        raise GroupUnsound("Danh mục chưa có thời hạn của cả nhóm. Báo quản trị danh mục.")
    if said := groups.too_long(template, case, terms.limit):
        raise GroupUnsound(f"{said} Báo quản trị danh mục sửa mẫu phân việc.")
    legs = template.of_case(case)
    offices = dict(_offices(template, legs, offer, at))
    clocks = clocks_of(offices, at, cutoff)
    receiving = _clock.calendar(offer.agency_id, at.date())
    begun = groups.begins(template, at, receiving, cutoff)
    windows = groups.windows(legs, template.mode, begun, clocks)
    path = set(groups.critical_path(legs, template.mode, windows))
    names = {agency.id: agency.short_name for agency in agencies.by_ids(list(offices.values()))}
    due = promises.of_whole(
        at,
        [leg for leg in legs if leg.key in path],
        windows,
        {key: names[agency_id] for key, agency_id in offices.items()},
        deadlines.due(begun, terms.limit, receiving, cutoff=cutoff),
    )
    return Plan(template=template, legs=legs, offices=offices, windows=windows, begun=begun, due=due)


def clocks_of(offices: Mapping[str, int], at: datetime, cutoff: time, added: Mapping[str, int] | None = None) -> Clocks:
    """Return the calendars of the agencies by leg."""
    calendars = {key: _clock.calendar(agency_id, local(at).date()) for key, agency_id in offices.items()}
    return Clocks(calendars=calendars, cutoff=cutoff, added=added or {})


def own_offer(leg: Leg, offer: OfferView, competent_id: int, receiving_id: int, at: datetime) -> OfferView:
    """Return how a part is offered by itself: its own procedure where it is one, else the group's."""
    version = catalogue.in_force(leg.procedure, on=local(at).date()) if leg.procedure else None
    return replace(
        offer,
        version=version or offer.version,
        agency_id=receiving_id,
        competent_id=competent_id,
        process=leg.process,
    )


def _offices(template: Template, legs: tuple[Leg, ...], offer: OfferView, at: datetime) -> Iterator[tuple[str, int]]:
    """Yield (leg key, agency): named for the one-stop, else whoever decides that procedure for it."""
    on = local(at).date()
    named = queries.offices(template.procedure, offer.agency_id, on=on)
    missing = []
    for leg in legs:
        found = offer.competent_id if leg.place == groups.COMPETENT else named.get(leg.key)
        if found is None and leg.procedure and (own := catalogue.offer(leg.procedure, offer.agency_id, on=on)):
            found = own.competent_id
        if found is None or workflow.newest(leg.process) is None:
            missing.append(leg.name)
        else:
            yield leg.key, found
    if missing:
        raise GroupUnsound(
            f"Chưa ghi cơ quan hoặc quy trình làm phần việc: {', '.join(missing)}. "
            "Báo quản trị danh mục ghi nơi làm từng phần việc cho nơi tiếp nhận này."
        )
