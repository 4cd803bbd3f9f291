"""Who decides the procedures of a process, where it is not the People's Committee itself.

Law: Luật Cư trú 68/2020/QH14 (residence is registered by the police of the commune); Luật Đất đai 31/2024/QH15 with
101/2024/NĐ-CP (changes to registered land are entered by the land registration office).
"""

from motcua.people.agencies.vocabulary import AgencyKind

_DECIDED_BY = {
    "residence": AgencyKind.POLICE,
    "residence-short": AgencyKind.POLICE,
    "land-office": AgencyKind.LAND_OFFICE,
    "land-change": AgencyKind.LAND_OFFICE,
}


def decided_by(process: str) -> AgencyKind | None:
    """Return the kind of agency that decides by this process, None where the committee (or the unit itself) does."""
    return _DECIDED_BY.get(process)
