"""The organisation of the set: invented provinces, communes, their centres and departments, and who sits there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from motcua.people.agencies.vocabulary import AgencyKind

PROVINCES, COMMUNES = 34, 3321
_FIELDS = ("Tư pháp", "Xây dựng", "Nông nghiệp và Môi trường", "Nội vụ", "Công Thương", "Y tế")
_BUSY = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many units of each kind. ``departments``: of each province."""

    provinces: int
    communes: int
    departments: int


SIZES = {
    "full": Size(provinces=PROVINCES, communes=COMMUNES, departments=6),
    "small": Size(provinces=1, communes=8, departments=2),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An agency, numbered from 1.

    level        of the procedures it receives: "commune" or "province", "" where it receives none
    weight       how much it receives
    desk         number of its first desk: officers or counters first, then signers, then the rest
    front        how many of the former; signers: of the latter
    above        desk of the head above that answers for a second lateness
    competents   numbers of the units that decide what it receives
    """

    no: int
    code: str
    name: str
    short: str
    kind: AgencyKind
    parent: int | None
    receives: bool
    weight: float
    level: str
    desk: int
    front: int
    signers: int
    above: int | None
    competents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A post with its one holder."""

    no: int
    unit: int
    title: str
    roles: tuple[str, ...]
    name: str
    email: str


_COUNTER = ("Tiếp nhận", ("one_stop_officer",))
_OFFICER = ("Chuyên viên", ("handling_officer",))
_SIGNER = ("Phó Chủ tịch", ("signer",))
_LEADER = ("Trưởng phòng", ("unit_leader",))
_HEAD = ("Giám đốc Trung tâm", ("one_stop_head",))
_OF_PROVINCE = (
    ("Lãnh đạo tỉnh", ("leader",)),
    ("Quản trị hệ thống", ("administrator",)),
    ("Kiểm soát thủ tục hành chính", ("procedure_admin",)),
)
_Seats = Sequence[tuple[str, tuple[str, ...]]]


class Founding:
    """Units and desks as they are founded, one after the other."""

    def __init__(self, size: Size, names: Sequence[str], seed: int) -> None:
        self.units: list[Unit] = []
        self.desks: list[Desk] = []
        self._names, self._dice = names, Random(seed)  # noqa: S311 - a made-up province, not a secret
        for number in range(1, size.provinces + 1):
            share = size.communes // size.provinces + (number <= size.communes % size.provinces)
            self._province(number, share, size.departments)

    def _province(self, number: int, communes: int, departments: int) -> None:
        code, name = f"H{900 + number}", f"tỉnh Đo {number:02}"
        province = self._unit(
            (f"Ủy ban nhân dân {name}", f"UBND {name}"), code, AgencyKind.PROVINCE, signers=1, more=_OF_PROVINCE
        )
        above = province.desk
        decide = tuple(
            self._unit(
                (f"Sở {field} {name}", f"Sở {field}"),
                f"{code}.{place:02}",
                AgencyKind.DEPARTMENT,
                parent=province.no,
                officers=8,
                signers=2,
                above=above,
                more=(_LEADER,),
            ).no
            for place, field in enumerate(_FIELDS[:departments], 2)
        )
        self._centre(
            f"{code}.01", name, province.no, "province", counters=8, weight=14.0 * self._size(), competents=decide
        )
        for place in range(communes):
            self._commune(f"{code}.{100 + place}", f"xã Đo {number:02}.{place + 1:03}", province.no, above)

    def _commune(self, code: str, name: str, parent: int, above: int) -> None:
        weight = self._size() * (_BUSY if self._dice.random() < 0.01 else 1.0)
        busy = min(1 + int(weight), 8)
        committee = self._unit(
            (f"Ủy ban nhân dân {name}", f"UBND {name}"),
            code,
            AgencyKind.COMMUNE,
            parent=parent,
            officers=2 + busy,
            signers=1 + busy // 4,
            above=above,
            more=(_LEADER,),
        )
        self._centre(
            f"{code}.01", name, committee.no, "commune", counters=1 + busy, weight=weight, competents=(committee.no,)
        )

    def _centre(
        self,
        code: str,
        place: str,
        parent: int,
        level: str,
        *,
        counters: int,
        weight: float,
        competents: tuple[int, ...],
    ) -> None:
        self._found(
            Unit(
                no=len(self.units) + 1,
                code=code,
                name=f"Trung tâm Phục vụ hành chính công {place}",
                short=f"TTPVHCC {place}",
                kind=AgencyKind.CENTRE,
                parent=parent,
                receives=True,
                weight=weight,
                level=level,
                desk=len(self.desks) + 1,
                front=counters,
                signers=0,
                above=None,
                competents=competents,
            ),
            (*(_COUNTER,) * counters, _HEAD),
        )

    def _unit(
        self,
        names: tuple[str, str],
        code: str,
        kind: AgencyKind,
        *,
        parent: int | None = None,
        officers: int = 0,
        signers: int = 0,
        above: int | None = None,
        more: _Seats = (),
    ) -> Unit:
        unit = Unit(
            no=len(self.units) + 1,
            code=code,
            name=names[0],
            short=names[1],
            kind=kind,
            parent=parent,
            receives=False,
            weight=0.0,
            level="",
            desk=len(self.desks) + 1,
            front=officers,
            signers=signers,
            above=above,
        )
        self._found(unit, (*(_OFFICER,) * officers, *(_SIGNER,) * signers, *more))
        return unit

    def _found(self, unit: Unit, seats: _Seats) -> None:
        self.units.append(unit)
        for title, roles in seats:
            no = len(self.desks) + 1
            name = self._names[(no * 7919) % len(self._names)]
            self.desks.append(
                Desk(no=no, unit=unit.no, title=title, roles=roles, name=name, email=f"can-bo-{no}@do.example")
            )

    def _size(self) -> float:
        """Return how busy a unit is, a few of them much more than most."""
        return self._dice.lognormvariate(0.0, 0.8)


def rows_of(founding: Founding) -> Iterator[tuple[object, ...]]:
    """Yield the columns of ``bench_unit``."""
    for unit in founding.units:
        yield (
            unit.no, unit.code, unit.name, unit.short, unit.kind.value, unit.parent, unit.receives, unit.weight,
            unit.level, unit.desk, unit.front, unit.signers, unit.above, list(unit.competents),
        )  # fmt: skip
