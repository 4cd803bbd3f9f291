"""What a process would meet where it runs, and what is wrong with it there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from motcua.casework.procedures.queries import processes as procedures
from motcua.casework.procedures.queries.processes import Use
from motcua.people.agencies.queries import carriers, establishment, organisation
from motcua.tools.workflow.queries import drawings
from motcua.tools.workflow.queries.drawings import DefinitionLine, SketchView
from motcua.tools.workflow.rules.drawing import ProcessDraft
from motcua.tools.workflow.rules.findings import Finding

from ..rules import running, scenarios, soundness
from ..rules.running import House, Run, Total


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Everything that stands in the way of publishing a drawing, and how its steps fit each limit."""

    findings: tuple[Finding, ...]
    totals: tuple[Total, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessLine:
    """One process in the list: its newest version, how many versions, what runs, what is being drawn."""

    key: str
    name: str
    newest: DefinitionLine | None
    versions: int
    running: int
    running_old: int
    procedures: int
    sketch: SketchView | None


def check(process: ProcessDraft, *, on: date, covered: bool = True) -> Check:
    """Return what is wrong with a drawing: shape, law, people, limits, scenarios.

    covered   every way out must be taken by a green scenario
    """
    uses = procedures.using(process.key, on=on)
    runs = tuple(
        Run(code=use.code, agency_id=use.agency_id, competent_id=use.competent_id, limits=use.limits) for use in uses
    )
    found = [
        *soundness.findings(process),
        *running.findings(process, runs, house(on)),
        *scenarios.findings(process, covered=covered),
    ]
    return Check(findings=tuple(dict.fromkeys(found)), totals=running.totals(process, runs), uses=uses)


def house(on: date) -> House:
    """Return what a drawing needs to know of the agencies of a day."""
    agencies = organisation.agencies(on=on)
    kinds: dict[str, tuple[int, ...]] = {}
    for agency in agencies:
        kinds[agency.kind] = (*kinds.get(agency.kind, ()), agency.id)
    return House(
        names={agency.id: agency.short_name for agency in agencies},
        kinds=kinds,
        carried=carriers.carried(on=on),
        roles={role.code: role.name for role in establishment.roles()},
    )


def listing(*, on: date) -> tuple[ProcessLine, ...]:
    """Return every process, published or being drawn, by name."""
    used = procedures.counts(on=on)
    versions: dict[str, list[DefinitionLine]] = {}
    for line in drawings.versions():
        versions.setdefault(line.key, []).append(line)
    sketches = {sketch.key: sketch for sketch in drawings.sketches()}
    lines = [
        _line(key, versions.get(key, ()), sketches.get(key), used.get(key, 0))
        for key in dict.fromkeys((*versions, *sketches))
    ]
    return tuple(sorted(lines, key=lambda line: (line.name, line.key)))


def _line(key: str, versions: Sequence[DefinitionLine], sketch: SketchView | None, used: int) -> ProcessLine:
    newest = versions[0] if versions else None
    return ProcessLine(
        key=key,
        name=newest.name if newest else sketch.process.name if sketch else key,
        newest=newest,
        versions=len(versions),
        running=sum(line.running for line in versions),
        running_old=sum(line.running for line in versions[1:]),
        procedures=used,
        sketch=sketch,
    )
