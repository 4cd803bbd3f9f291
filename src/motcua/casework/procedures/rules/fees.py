"""Read sums to pay as the portals write them, and say where a sum is not sure.

“Miễn phí (theo quy định của HĐND)” is not 0: the People's Council of the province decides. A sum of 20 VNĐ is a portal
that lost its thousands. A sum in dollars is no sum in đồng.

Law: 97/2015/QH13 (Luật Phí và lệ phí), Điều 21; 63/2010/NĐ-CP, Điều 8 khoản 3.
"""

import re
from dataclasses import dataclass, replace

from motcua.ground.kernel.money import vnd
from motcua.ground.kernel.text import clean

from ..vocabulary import FeeKind
from .content import Fee

LOCAL = "Mức do Hội đồng nhân dân hoặc Ủy ban nhân dân cấp tỉnh quy định, không phải 0 đồng"
BY_LAW = "Ghi miễn phí nhưng dẫn chiếu văn bản quy định mức thu: chưa biết số tiền"
FREE_BUT = "Ghi miễn phí nhưng phần ghi chú nói khác"
NO_SUM = "Có khoản thu nhưng không có số tiền"
FOREIGN = "Số tiền bằng ngoại tệ"
TOO_SMALL = "Số tiền nhỏ bất thường, có thể bị mất phần nghìn"
THOUSANDS_LOST = "Số tiền bị mất phần nghìn, ghi chú nêu"
NOTE_DIFFERS = "Ghi chú nêu số tiền khác"
TEMPORARY = "Mức thu thay đổi theo thời gian hoặc tỷ lệ: xem ghi chú"
RANGE = "Nêu một khoảng số tiền, không phải một mức"
SEVERAL = "Nhiều mức thu mà nguồn không nói mức nào cho trường hợp nào"
ODD_NUMBER = "Không đọc được số tiền"
UNSTATED = "Nguồn không có thông tin về phí, lệ phí"
FROM_DESCRIPTION = "Ô phí để trống: lấy theo mô tả, đề nghị xác nhận"

_LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_WORD_ENDS = f"(?-i:(?![{_LOWER}]))"  # the next cell is glued on, and begins with a capital
_NUMBER = r"\d[\d.,]{0,30}"  # bounded: a cell of digits alone costs no more than it is long
_DONG = r"(?:VNĐ|VND|Việt Nam Đồng|đồng|đ)"
_CURRENCY = rf"(?P<currency>{_DONG}|USD|EUR|Euro|đô la(?: Mỹ)?)"
_SUM = re.compile(rf"(?P<number>{_NUMBER})\s*{_CURRENCY}{_WORD_ENDS}", re.IGNORECASE)
SUM_AHEAD = f"(?=Miễn phí|Không có thông tin|{_SUM.pattern.replace('?P<number>', '?:').replace('?P<currency>', '?:')})"
_LEAST = 1000  # no fee of Vietnam's is smaller; a smaller sum lost its thousands
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_NOTE_SUM = re.compile(rf"(?P<number>{_NUMBER})\s*(?:{_DONG}{_WORD_ENDS}|(?=/\s*\w))", re.IGNORECASE)
_PER = re.compile(rf"\(*\s*(?:{_NUMBER}\s*)?(?:{_DONG})?\s*/\s*(?P<per>[^()/.;:]{{1,60}}?)\s*\.?\s*\)*", re.IGNORECASE)
_LOCAL = re.compile(r"hội đồng nhân dân|hđnd|(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)[^.;]*quy định", re.IGNORECASE)
_BY_LAW = re.compile(r"theo quy định|quy định tại|thông tư|nghị định|luật|quyết định|pháp luật", re.IGNORECASE)
_TEMPORARY = re.compile(r"\d\s*%|đến\s+(?:hết\s+)?(?:ngày\s+)?\d{1,2}/\d{1,2}/\d{4}|kể từ ngày \d", re.IGNORECASE)
_RANGE = re.compile(
    rf"\btừ\s+{_NUMBER}\s*{_DONG}|{_NUMBER}\s*(?:{_DONG})?\s*(?:-|–|đến)\s*{_NUMBER}\s*{_DONG}", re.IGNORECASE
)
_NOTHING = re.compile(r"(?:không(?: có| quy định| thu(?: phí| lệ phí)?)?|miễn phí|0 đồng)?[.\s]*", re.IGNORECASE)
_NO_FEE = r"(?P<free>Miễn phí|Không(?: thu| có)?(?=\s*(?:$|[.;\n])))"
_LABELLED = re.compile(
    rf"(?P<kind>Lệ phí|Phí)\s*:[ \t]*(?:(?P<number>{_NUMBER})?\s*{_CURRENCY}{_WORD_ENDS}|{_NO_FEE})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeReading:
    """What could be read of the fees of one channel.

    doubts   why a person must look, each once; empty where everything is sure
    rest     what follows the fees in the text: not about fees
    """

    fees: tuple[Fee, ...] = ()
    doubts: tuple[str, ...] = ()
    rest: str = ""


def read_amount(number: str) -> int | None:
    """Return the sum in whole đồng: ``70,000``, ``8.000`` and ``500000`` are sums; ``7,5`` and ``1,2000`` are not."""
    if number.isdecimal():
        return int(number)
    whole = number.rstrip(".,")
    if whole.isdecimal():
        return int(whole)
    return int(re.sub(r"[.,]", "", whole)) if _GROUPED.fullmatch(whole) and len(set(whole) & {".", ","}) == 1 else None


def read_cell(text: str) -> FeeReading:
    """Read a cell that begins with fees: ``70,000 VNĐ(70.000 đồng/Giấy chứng nhận)`` or ``Miễn phí``."""
    fees: list[Fee] = []
    doubts: list[str] = []
    rest = text
    while True:
        start = rest if not fees else rest.lstrip()
        free = re.match(r"Miễn phí", start) if not fees else None
        found = free or re.match(_SUM.pattern, start, re.IGNORECASE)
        if found is None:
            break
        note, rest, closed = _note(start[found.end() :])
        source = start[: len(start) - len(rest)]
        fee, why = _judge(None if free else (found["number"], found["currency"]), note, source)
        fees.append(fee)
        doubts.extend(why)
        if not closed:
            doubts.append("Ghi chú của khoản thu mở ngoặc mà không đóng")
    if len(fees) > 1 and len({fee.note or fee.per for fee in fees}) < len(fees):
        doubts.append(SEVERAL)
    return FeeReading(fees=tuple(fees), doubts=_once(doubts), rest=rest)


def read_labelled(text: str) -> FeeReading:
    """Read ``Phí: 250.000 ĐồngXem chi tiết Phí: 500.000 Đồng…``, ``Lệ phí : 0 Đồng (…)``, ``Miễn phí``, or nothing."""
    line = text.replace("Xem chi tiết", " ").strip()
    if not clean(line) or clean(line).lower() in ("không có thông tin", "không có thông tin."):
        return FeeReading(doubts=(UNSTATED,))
    found = list(_LABELLED.finditer(line))
    if not found:
        cell = read_cell(line)
        if cell.fees and not clean(cell.rest):
            return cell
        fee, doubt = _unlabelled(line)
        return FeeReading(fees=(fee,), doubts=doubt)
    fees: list[Fee] = []
    doubts: list[str] = []
    if clean(line[: found[0].start()]):
        doubts.append(FREE_BUT if "miễn" in line[: found[0].start()].lower() else ODD_NUMBER)
    for match, following in zip(found, [*found[1:], None], strict=True):
        tail = line[match.end() : following.start() if following else len(line)]
        tail = tail.strip(" \n;.-+")
        note, beyond, _ = _note(tail)
        told = clean(f"{note} {beyond}")
        given = None if match["free"] else (match["number"] or "", match["currency"])
        fee, why = _judge(given, told, clean(line[match.start() : match.end()] + tail))
        kind = FeeKind.CHARGE if match["kind"].lower() == "lệ phí" else FeeKind.FEE
        fees.append(replace(fee, kind=kind))
        doubts.extend(why)
    if len(fees) > 1 and len({fee.note for fee in fees}) < len(fees):
        doubts.append(SEVERAL)
    return FeeReading(fees=tuple(fees), doubts=_once(doubts))


def read_described(description: str) -> tuple[Fee, ...]:
    """Return the fees that a description lists in so many words (``- Lệ phí : 20.000 Đồng (…)``)."""
    return read_labelled(description).fees if _LABELLED.search(description) else ()


def speaks_of_money(text: str) -> bool:
    """Return whether the text names a sum, or a council that sets one."""
    return bool(_NOTE_SUM.search(text)) or bool(_LOCAL.search(text) and "phí" in text.lower())


def _judge(given: tuple[str, str] | None, note: str, source: str) -> tuple[Fee, list[str]]:
    """Return the fee and why it is in doubt; ``given`` is (number, currency), None for “Miễn phí”."""
    told = clean(note)
    fee = Fee(amount_vnd=None, note=told, per=_per(told), text=clean(source))
    number, currency = given or ("0", "đồng")
    amount = read_amount(number) if number else None
    if not re.fullmatch(_DONG, currency, re.IGNORECASE):
        return fee, [FOREIGN]
    if amount == 0:
        return _free(fee, told)
    if _LOCAL.search(told):
        return replace(fee, local=True), [LOCAL]
    if amount is None:
        return fee, [ODD_NUMBER if number else NO_SUM]
    return _priced(fee, amount, told)


def _priced(fee: Fee, amount: int, told: str) -> tuple[Fee, list[str]]:
    told_sums = {sum_ for match in _NOTE_SUM.finditer(told) if (sum_ := read_amount(match["number"]))}
    if amount < _LEAST:
        return fee, [f"{THOUSANDS_LOST}: {vnd(amount * 1000)}" if told_sums == {amount * 1000} else TOO_SMALL]
    doubts = [RANGE] if _RANGE.search(told) else []
    if _TEMPORARY.search(told):
        doubts.append(TEMPORARY)
    if told_sums - {amount}:
        doubts.append(NOTE_DIFFERS)
    return replace(fee, amount_vnd=amount), doubts


def _free(fee: Fee, told: str) -> tuple[Fee, list[str]]:
    if _NOTHING.fullmatch(re.sub(r"[()]", "", told)):
        return replace(fee, amount_vnd=0), []
    if _LOCAL.search(told):
        return replace(fee, local=True), [LOCAL]
    if _NOTE_SUM.search(told):
        return fee, [RANGE if _RANGE.search(told) else FREE_BUT]
    return fee, [BY_LAW if _BY_LAW.search(told) else FREE_BUT]


def _unlabelled(line: str) -> tuple[Fee, tuple[str, ...]]:
    if _NOTHING.fullmatch(clean(line)):
        return Fee(amount_vnd=0, text=clean(line)), ()
    fee = Fee(amount_vnd=None, text=clean(line), note=clean(line), local=bool(_LOCAL.search(line)))
    if fee.local:
        return fee, (LOCAL,)
    return fee, (RANGE if _RANGE.search(line) else BY_LAW if _BY_LAW.search(line) else ODD_NUMBER,)


def _note(text: str) -> tuple[str, str, bool]:
    """Return (what stands in the parentheses that open the text, what follows them, whether they are closed)."""
    if not text.startswith("("):
        return "", text, True
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return text[1:place], text[place + 1 :], True
    return text[1:], "", False


def _per(told: str) -> str:
    found = _PER.fullmatch(told)
    return found["per"].strip() if found else ""


def _once(doubts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(doubts))
