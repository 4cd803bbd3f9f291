"""Invented people who come to the counter: names of many kinds, numbers that no register gives out."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from motcua.casework.dossiers.rules.submission import PartyDraft
from motcua.casework.dossiers.vocabulary import PartyKind, PartyRole
from motcua.people.identity.vocabulary import Sex

from .units import COMMUNES, HAMLETS, PROVINCE, opening

_FAMILIES = {
    "Nguyễn": 30, "Trần": 11, "Lê": 9, "Phạm": 7, "Hoàng": 5, "Phan": 4, "Vũ": 4, "Võ": 3, "Đặng": 3, "Bùi": 3,
    "Đỗ": 2, "Hồ": 2, "Ngô": 2, "Dương": 2, "Lý": 1, "Đinh": 1, "Trịnh": 1, "Mạc": 1, "Ung": 1, "Cù": 1, "Khổng": 1,
}  # fmt: skip
_MALE = ("Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Thế", "Bá", "Công", "Viết")
_FEMALE = ("Thị", "Thị", "Thị Thu", "Thị Ánh", "Thanh", "Ngọc", "Thùy", "Kim", "Thị Mỹ")
_MEN = ("An", "Bình", "Chiến", "Dũng", "Đạt", "Giáp", "Hưng", "Khang", "Lộc", "Nghĩa", "Phúc", "Quý", "Tuyến", "Ý")
_WOMEN = ("Ánh", "Bưởi", "Cúc", "Diễm", "Hoà", "Hường", "Lụa", "Mây", "Nguyệt", "Oanh", "Phượng", "Thuỷ", "Xuyến", "Y")
_OTHERS = (
    ("Y Blim Niê", Sex.MALE), ("H’Lơn Mlô", Sex.FEMALE), ("Sùng A Páo", Sex.MALE), ("Giàng Thị Dợ", Sex.FEMALE),
    ("Vàng Seo Tráng", Sex.MALE), ("Lò Văn Pọm", Sex.MALE), ("Quàng Thị Ón", Sex.FEMALE), ("Thạch Sa Rin", Sex.MALE),
    ("Kim Thị Sô Phia", Sex.FEMALE), ("K’Brếp", Sex.MALE), ("Điểu Krăng", Sex.MALE), ("Ka Thị Nhéo", Sex.FEMALE),
    ("Chamaléa Thị Liên", Sex.FEMALE), ("A Ngút", Sex.MALE), ("Rơ Châm Hlyu", Sex.FEMALE), ("Ê", Sex.MALE),
    ("Công Tằng Tôn Nữ Diệu Hiền Hoài", Sex.FEMALE), ("Lý Lỳ Xá", Sex.MALE), ("Chảo Mùi Phẩy", Sex.FEMALE),
)  # fmt: skip
_ORGANISATIONS = (
    "Hợp tác xã Dịch vụ nông nghiệp Bến Mơ",
    "Công ty TNHH Gạch ngói Khe Sậy",
    "Công ty cổ phần Vận tải sông Trầm",
    "Hợp tác xã Dệt thổ cẩm Nà Lĩnh",
)
_RELATIONS = ("con đẻ của chủ hồ sơ", "vợ của chủ hồ sơ", "chồng của chủ hồ sơ", "em ruột của chủ hồ sơ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who stands at the counter, with the parties of his dossier."""

    name: str
    last4: str
    parties: dict[PartyRole, PartyDraft]


def a_visitor(dice: Random, commune: str, on: date, *, organisations: bool) -> Visitor:
    """Return somebody with a dossier: for himself, for another, by mandate, or (if allowed) for an organisation."""
    submitter = a_person(dice, commune, on)
    parties = {PartyRole.SUBMITTER: submitter}
    turn = dice.random()
    if organisations and turn < 0.25:
        parties[PartyRole.OWNER] = _an_organisation(dice, commune)
    elif turn < 0.4:
        parties[PartyRole.OWNER] = a_person(dice, commune, on)
    elif turn < 0.46:
        parties[PartyRole.OWNER] = a_person(dice, commune, on)
        parties[PartyRole.REPRESENTATIVE] = _with_mandate(submitter, dice, on)
    return Visitor(name=submitter.name, last4=submitter.id_number[-4:], parties=parties)


def a_person(dice: Random, commune: str, on: date) -> PartyDraft:
    """Return a grown-up; his number begins with 000 and his telephone with 010, which nobody is given."""
    name, sex = _a_name(dice)
    born = on - timedelta(days=dice.randrange(19 * 365, 84 * 365))
    century = (born.year // 100 - 19) * 2 + (sex is Sex.FEMALE)
    place, _ = COMMUNES[commune]
    return PartyDraft(
        name=name,
        id_number=f"000{century}{born:%y}{dice.randrange(10**6):06}",
        born_on=born,
        sex=sex,
        address=f"{opening(dice.choice(HAMLETS[commune]))}, {place}, {PROVINCE}",
        phone=f"010{dice.randrange(10**7):07}" if dice.random() < 0.9 else "",
        email=f"nguoi-dan-{dice.randrange(10**4)}@{commune}.example" if dice.random() < 0.2 else "",
    )


def _a_name(dice: Random) -> tuple[str, Sex]:
    if dice.random() < 0.14:
        return dice.choice(_OTHERS)
    (family,) = dice.choices(list(_FAMILIES), weights=list(_FAMILIES.values()))
    if dice.random() < 0.5:
        return f"{family} {dice.choice(_FEMALE)} {dice.choice(_WOMEN)}", Sex.FEMALE
    return f"{family} {dice.choice(_MALE)} {dice.choice(_MEN)}", Sex.MALE


def _an_organisation(dice: Random, commune: str) -> PartyDraft:
    place, _ = COMMUNES[commune]
    return PartyDraft(
        name=dice.choice(_ORGANISATIONS),
        kind=PartyKind.ORGANISATION,
        id_number=f"00000{dice.randrange(10**5):05}",
        address=f"{opening(place)}, {PROVINCE}",
    )


def _with_mandate(person: PartyDraft, dice: Random, on: date) -> PartyDraft:
    paper = f"Giấy ủy quyền số {dice.randrange(1, 90)}/{on.year}/UQ, là {dice.choice(_RELATIONS)}"
    return PartyDraft(
        name=person.name,
        id_number=person.id_number,
        born_on=person.born_on,
        sex=person.sex,
        address=person.address,
        phone=person.phone,
        mandate=paper,
    )
