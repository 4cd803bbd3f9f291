"""Publish groups of procedures, and say which agency does which part for which one-stop."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from importlib.resources import files
from json import loads
from typing import Any

from django.db import transaction

from motcua.casework.procedures import policies as procedures
from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid
from motcua.ground.kernel.text import clean
from motcua.people.agencies.queries import organisation as agencies
from motcua.tools.workflow import queries as workflow

from ..errors import GroupUnsound
from ..models import GroupTemplate, LegOffice
from ..queries import legs as queries
from ..rules import groups
from ..rules.groups import Template
from ..vocabulary import GroupMode

_SEEDS = files("motcua.casework.dossiers") / "seeds" / "groups"
_DAY = timedelta(days=1)
_OPTIONS = ("cutoff", "acknowledge_hours", "sync_minutes")


def read(seed: Mapping[str, Any]) -> Template:
    """Return the template that a file or a form holds."""
    return Template(
        procedure=seed["procedure"],
        name=seed["name"],
        mode=GroupMode(seed["mode"]),
        legs=groups.legs_of(seed["legs"]),
        basis=seed.get("basis", ""),
        **{name: seed[name] for name in _OPTIONS if name in seed},
    )


def install(*, at: datetime) -> None:
    """Publish the groups that ship and are not there yet; what an installation decided otherwise stays."""
    known = set(GroupTemplate.objects.values_list("procedure", flat=True))
    for file in sorted(_SEEDS.iterdir(), key=lambda file: file.name):
        template = read(loads(file.read_text(encoding="utf-8")))
        if template.procedure not in known:
            _publish(template, "", at=at)


@transaction.atomic
def publish(template: Template, decision_no: str, *, by: Actor, at: datetime) -> Template:
    """Publish the next version of a group; dossiers already received keep theirs.

    Raises  NotAllowed · GroupUnsound naming every flaw of the drawing, and each case whose published limit it exceeds.
    """
    procedures.require_offer(by, on=at.date())
    decision_no = clean(decision_no)
    if not decision_no or len(decision_no) > 200:
        sentence = "Ghi số, ngày và cơ quan ra quyết định, không quá 200 chữ."
        raise Invalid(sentence, fields={"decision_no": sentence})
    return _publish(template, decision_no, at=at)


@transaction.atomic
def set_offices(
    procedure: str,
    offices: Mapping[str, int | None],
    *,
    receiving_id: int,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> None:
    """Say which agency does each part of a group, from a day on, for what a one-stop takes in.

    offices  {leg key: agency id}; None: nobody in particular, whoever decides that procedure for the one-stop
    Raises   NotAllowed · Invalid naming every part or agency that is not there, or that has a later word on it
    """
    procedures.require_offer(by, on=at.date())
    template = queries.template(procedure)
    named = {leg.key: leg.name for leg in template.legs if leg.place != groups.COMPETENT} if template else {}
    known = {agency.id for agency in agencies.by_ids([receiving_id, *filter(None, offices.values())])}
    wrong = {key: "Phần việc này không có trong nhóm." for key in offices if key not in named}
    wrong |= {key: "Chọn lại cơ quan." for key, agency in offices.items() if agency and agency not in known}
    if receiving_id not in known:
        wrong["receiving"] = "Nơi tiếp nhận không có trong danh sách."
    standing = {
        row.leg: row
        for row in LegOffice.objects.select_for_update().filter(
            procedure=procedure, receiving_id=receiving_id, valid_to__isnull=True, leg__in=offices
        )
    }
    wrong |= {
        key: f"Đã ghi cơ quan khác từ {row.valid_from:%d/%m/%Y}. Chọn ngày sau ngày đó."
        for key, row in standing.items()
        if row.valid_from > valid_from
    }
    if wrong:
        raise Invalid("Xem lại: " + " ".join(dict.fromkeys(wrong.values())), fields=wrong)
    for key, agency in offices.items():
        _give_way(standing.get(key), agency, valid_from)
    LegOffice.objects.bulk_create(
        LegOffice(procedure=procedure, leg=key, receiving_id=receiving_id, competent_id=agency, valid_from=valid_from)
        for key, agency in offices.items()
        if agency and not (key in standing and standing[key].competent_id == agency)
    )


def _give_way(row: LegOffice | None, agency: int | None, valid_from: date) -> None:
    """End what held before; what began that very day is replaced."""
    if row is None or row.competent_id == agency:
        return
    if row.valid_from == valid_from:
        row.delete()
    else:
        row.valid_to = valid_from - _DAY
        row.save(update_fields=["valid_to"])


def _publish(template: Template, decision_no: str, *, at: datetime) -> Template:
    if said := [*groups.flaws(template), *_unfit(template, at)]:
        raise GroupUnsound(f"Chưa dùng được nhóm “{template.name}”. " + " ".join(said))
    newest = GroupTemplate.objects.filter(procedure=template.procedure).order_by("-version").first()
    row = GroupTemplate.objects.create(
        procedure=template.procedure,
        version=newest.version + 1 if newest else 1,
        name=template.name,
        mode=template.mode,
        legs=groups.to_json(template),
        options={name: getattr(template, name) for name in _OPTIONS},
        basis=template.basis,
        decision_no=decision_no,
        published_at=at,
    )
    return queries.template_by_id(row.pk)


def _unfit(template: Template, at: datetime) -> list[str]:
    """Return what is wrong with a drawing in this installation: unknown processes, limits of the catalogue exceeded."""
    unknown = sorted({leg.process for leg in template.legs if workflow.newest(leg.process) is None})
    said = [f"Chưa có quy trình mang mã {key}." for key in unknown]
    version = catalogue.in_force(template.procedure, on=at.date())
    if version is None or list(groups.flaws(template)):
        return said
    totals = dict.fromkeys(
        (case, terms.limit)
        for channel in Channel
        for case in template.cases
        if (terms := version.content.terms_for(channel, case)) and terms.limit
    )
    return said + list(
        dict.fromkeys(text for case, total in totals if (text := groups.too_long(template, case, total)))
    )
