"""The procedures agencies have to decide, as the service index asks of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from ..vocabulary import Channel

_HELD = """
SELECT DISTINCT ON (p.code) p.code, v.name, v.sector, v.decided_on, v.basis_on, v.published_at, v.online_whole,
       EXISTS (SELECT 1 FROM jsonb_array_elements(v.content->'terms') t WHERE t->>'channel' = %(online)s),
       EXISTS (SELECT 1 FROM jsonb_array_elements(v.content->'terms') t, jsonb_array_elements(t->'fees') f
               WHERE (f->>'amount_vnd')::bigint > 0 OR (f->>'amount_vnd' IS NULL AND (f->>'local')::bool)),
       EXISTS (SELECT 1 FROM jsonb_array_elements_text(v.content->'applicants') a WHERE a ILIKE '%%công dân%%'
               OR a ILIKE '%%cá nhân%%'),
       jsonb_array_length(v.content->'steps') > 0 AND jsonb_array_length(v.content->'terms') > 0
           AND (jsonb_array_length(v.content->'papers') > 0 OR jsonb_array_length(v.content->'paper_notes') > 0)
           AND jsonb_array_length(v.content->'results') > 0 AND jsonb_array_length(v.content->'applicants') > 0
           AND v.content->>'competent_agency' <> '' AND jsonb_array_length(v.content->'legal_basis') > 0
FROM (SELECT DISTINCT o.procedure_id FROM procedures_offer o
      WHERE o.valid_from <= %(on)s::date AND (o.valid_to IS NULL OR o.valid_to >= %(on)s::date)
      AND (%(competents)s::bigint[] IS NULL OR o.competent_id = ANY(%(competents)s::bigint[]))
      AND (%(agencies)s::bigint[] IS NULL OR o.agency_id = ANY(%(agencies)s::bigint[]))) h
JOIN procedures_procedure p ON p.id = h.procedure_id
JOIN procedures_version v ON v.procedure_id = p.id AND v.state IN ('published', 'withdrawn')
     AND v.valid_from <= %(on)s::date AND (v.valid_to IS NULL OR v.valid_to >= %(on)s::date)
ORDER BY p.code, v.valid_from DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A procedure under somebody's authority.

    basis_on       when the newest act it rests on takes effect, None where nobody said
    online_whole   it is offered online from end to end, None where nobody said
    online         it may be handed in online
    has_fee        something has to be paid, or the province sets what
    for_citizens   citizens or persons may ask for it
    complete       it tells the components a to g of 63/2010/NĐ-CP, Điều 8 khoản 2
    """

    code: str
    name: str
    sector: str
    decided_on: date | None
    basis_on: date | None
    published_at: datetime | None
    online_whole: bool | None
    online: bool
    has_fee: bool
    for_citizens: bool
    complete: bool


def held(competent_ids: Sequence[int] | None, *, on: date, agency_ids: Sequence[int] | None = None) -> tuple[Held, ...]:
    """Return the procedures that agencies decide on a day, each once, by code; None: that any agency decides.

    agency_ids   only of what these take in
    """
    asked: dict[str, Any] = {
        "on": on,
        "online": Channel.ONLINE.value,
        "competents": None if competent_ids is None else list(competent_ids),
        "agencies": None if agency_ids is None else list(agency_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(_HELD, asked)
        return tuple(Held(**dict(zip(Held.__slots__, row, strict=True))) for row in cursor.fetchall())
