"""On which level a procedure is carried out: as the catalogue says, and only where that leaves it open by who decides.

Agencies of a vertical sector (tax, police, social insurance, …) belong to a ministry wherever they sit: none of them
makes a procedure one of the province.
Law: 20/2020/QĐ-TTg (identifiers: those of ministries and what is under them begin with G, of provinces with H).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from motcua.people.agencies.vocabulary import AgencyKind

from ..vocabulary import Level

_VERTICAL = frozenset({AgencyKind.TAX, AgencyKind.POLICE})
_OF_A_MINISTRY = "G"
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an agency that decides stands: in a commune or above; of a vertical sector or of the local government."""

    commune: bool
    vertical: bool


def is_vertical(kind: str, code: str) -> bool:
    """Tell whether an agency belongs to a vertical sector, from its kind and identifier."""
    return kind in _VERTICAL or code.startswith(_OF_A_MINISTRY)


def level_of(said: Collection[Level], standing: Standing) -> Level:
    """Return the level of a procedure that an agency decides.

    said   levels in the catalogue: one is the level; of several it is that of the agency; of none that of an agency of
           the local government
    """
    if len(said) == 1:
        return next(iter(said))
    if not standing.vertical:
        own = Level.COMMUNE if standing.commune else Level.PROVINCE
        return own if own in said or not said else Level.UNKNOWN
    return Level.COMMUNE if standing.commune and Level.COMMUNE in said else Level.UNKNOWN


def undecided(codes: Iterable[str], where: str) -> str:
    """Return the sentence on procedures whose level cannot be told, "" where there are none.

    where   what became of them, e.g. “đứng ở dòng riêng”
    """
    found = set(codes)
    if not found:
        return ""
    return (
        f"{len(found)} thủ tục chưa xác định được cấp nên {where}: {named(found)}. Danh mục không ghi cấp thực hiện, "
        "hoặc ghi nhiều cấp mà cơ quan giải quyết thuộc ngành dọc hay không ở cấp nào trong đó."
    )


def named(codes: Iterable[str]) -> str:
    """Return codes as a sentence names them: the first few, and how many more."""
    found = sorted(set(codes))
    more = f" và {len(found) - _NAMED} thủ tục khác" if len(found) > _NAMED else ""
    return f"{', '.join(found[:_NAMED])}{more}"
