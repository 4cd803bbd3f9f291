"""Read how a procedure is filed: one row per channel with its limit and its fees.

The national crawl of 2026 flattens the table: ``Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp7 NgàyMiễn phí…``.

Law: 63/2010/NĐ-CP, Điều 8; 61/2018/NĐ-CP, Điều 11 (channels).
"""

import re
from dataclasses import dataclass, replace

from motcua.ground.kernel.text import clean, fold

from ..vocabulary import Channel
from . import fees, mentions
from .content import Case, Limit, Terms
from .limits import parse_limit
from .reading import NOTHING, Notebook

HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"
CHANNELS = {channel.label: channel for channel in Channel}

NO_UNIT = "Thời hạn chỉ có số, không có đơn vị"
GLUED = "Số dính liền: không biết phần nào là thời hạn, phần nào là số tiền"
UNREAD = "Không đọc được thời hạn"
UNSTATED = "Nguồn không có thông tin về thời hạn"
NO_LIMIT = "Nguồn ghi là không có thời hạn: đề nghị xác nhận"
FROM_DESCRIPTION = "Ô thời hạn để trống: lấy theo mô tả, đề nghị xác nhận"
OTHER_UNIT = "Mô tả ghi cùng số nhưng khác đơn vị thời hạn"
OTHER_LIMITS = "Mô tả nêu thời hạn khác hoặc nhiều thời hạn theo trường hợp"
SEVERAL_ROWS = "Nhiều dòng cùng một hình thức nộp: mỗi dòng là một trường hợp, đề nghị đặt tên"
UNKNOWN_CHANNEL = "Không nhận ra hình thức nộp"
UNPARSED = "Không tách được bảng hình thức nộp"

_CHANNEL = rf"(?P<channel>{'|'.join(CHANNELS)})"
_NOT_A_ROW = rf"(?!(?:{'|'.join(CHANNELS)})(?=[^\s:,.;)]))"
_TIME = r"\d{1,4}\s(?:Ngày làm việc|Ngày|Giờ|Tháng|Phút|Tuần|Năm)"
_UNKNOWN_TIME = rf"(?P<other>(?:{_NOT_A_ROW}[^\n:;.]){{0,60}}?){fees.SUM_AHEAD}"
_ROW = re.compile(rf"{_CHANNEL}(?=\S)(?:(?P<time>{_TIME}|Không có thông tin{fees.SUM_AHEAD})|{_UNKNOWN_TIME})")
_NO_TIME = re.compile(r"không(?: quy định| có)?|không phải trả kết quả[^.;]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as the source has it: four cells of text."""

    channel: str
    time: str
    fee: str
    description: str = ""
    labelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    terms: tuple[Terms, ...] = ()
    cases: tuple[Case, ...] = ()


def split(text: str) -> tuple[tuple[Row, ...], str]:
    """Return the rows of a flattened table and the text before them that is no row ("" when all is read)."""
    body = text.removeprefix(HEADER)
    starts = list(_ROW.finditer(body))
    if not starts:
        return (), body
    ends = [match.start() for match in starts[1:]] + [len(body)]
    rows = [_row(match, body[match.end() : end]) for match, end in zip(starts, ends, strict=True)]
    return tuple(rows), body[: starts[0].start()].strip()


def read(rows: tuple[Row, ...], notebook: Notebook) -> Table:
    """Return the rows as terms; write into the notebook whatever a person must look at."""
    known: list[Terms] = []
    for row in rows:
        channel = CHANNELS.get(clean(row.channel)) or _channel_like(row.channel)
        if channel is None:
            notebook.doubt("terms", _plain(row), UNKNOWN_CHANNEL)
            continue
        known.append(_terms(row, channel, f"terms.{len(known)}", notebook))
    return _in_cases(known, notebook)


def _row(match: re.Match[str], rest: str) -> Row:
    time = match["time"] if match["time"] is not None else match["other"]
    if rest.startswith("Không có thông tin"):
        fee, rest = "Không có thông tin", rest.removeprefix("Không có thông tin")
    else:
        after = fees.read_cell(rest).rest
        fee, rest = rest[: len(rest) - len(after)], after
    return Row(channel=match["channel"], time=time, fee=fee, description=rest)


def _terms(row: Row, channel: Channel, place: str, notebook: Notebook) -> Terms:
    description = row.description.strip()
    terms = Terms(channel=channel, limit_text=row.time.strip(), fee_text=row.fee.strip(), description=description)
    glued = not row.time.strip() and re.match(r"\d", row.fee.strip()) and not row.labelled
    if glued or (row.time.strip().isdecimal() and re.match(r"\d", row.fee)):
        terms = replace(terms, limit_text="", fee_text=(row.time + row.fee).strip())
        figures = terms.fee_text.partition("(")[0].strip()
        for cell in ("limit", "fees"):
            notebook.doubt(f"{place}.{cell}", source_text(terms), f"{GLUED}: “{figures}”")
        return terms
    limit, doubts = read_limit(row.time, description)
    for why in doubts:
        notebook.doubt(f"{place}.limit", source_text(terms), why)
    money = _fees(row, description)
    for why in money.doubts:
        notebook.doubt(f"{place}.fees", source_text(terms), why)
    return replace(terms, limit=limit, fees=money.fees)


def source_text(terms: Terms) -> str:
    """Return the row in the source's words, run together as the crawl has it: what a doubt about it quotes."""
    return f"{terms.channel.label}{terms.limit_text}{terms.fee_text}{terms.description}"


def read_limit(cell: str, description: str) -> tuple[Limit | None, tuple[str, ...]]:
    """Return the limit of a row and why it is in doubt; the description may confirm, contradict or complete it."""
    words = clean(cell)
    if limit := parse_limit(words) or mentions.sole_limit(words):
        return _against(limit, description)
    if words.lower() in NOTHING:
        return _described(description)
    if words.isdecimal():
        return None, (NO_UNIT,)
    return None, (NO_LIMIT if _NO_TIME.fullmatch(words) else UNREAD,)


def _described(description: str) -> tuple[Limit | None, tuple[str, ...]]:
    if limit := mentions.sole_limit(description):
        return limit, (FROM_DESCRIPTION,)
    return None, (NO_LIMIT if mentions.says_no_limit(description) else UNSTATED,)


def _against(limit: Limit, description: str) -> tuple[Limit | None, tuple[str, ...]]:
    """Hold the cell against the description: kept where that names it too, withheld where it names only others."""
    others = [(other.value, other.unit) for other in mentions.mentioned(description)]
    this = (limit.value, limit.unit)
    if not others or others == [this]:
        return limit, ()
    if this in others:
        return limit, (OTHER_LIMITS,)
    return None, (OTHER_UNIT if limit.value in {value for value, _ in others} else OTHER_LIMITS,)


def _fees(row: Row, description: str) -> fees.FeeReading:
    cell = row.fee.strip()
    if clean(cell).lower() in NOTHING:
        if listed := fees.read_described(description):
            return fees.FeeReading(fees=listed, doubts=(fees.FROM_DESCRIPTION,))
        return fees.FeeReading(doubts=(fees.UNSTATED,))
    read_ = fees.read_labelled(cell) if row.labelled else fees.read_cell(cell)
    if not read_.fees:
        return fees.read_labelled(cell)
    free = all(fee.amount_vnd == 0 for fee in read_.fees)
    if free and fees.speaks_of_money(description):
        unsure = tuple(replace(fee, amount_vnd=None) for fee in read_.fees)
        return fees.FeeReading(fees=unsure, doubts=(fees.FREE_BUT,))
    return read_


def _in_cases(known: list[Terms], notebook: Notebook) -> Table:
    """Give rows of the same channel a case each; a channel with one row applies to all cases."""
    counts = {channel: sum(1 for terms in known if terms.channel is channel) for channel in Channel}
    cases: dict[str, Case] = {}
    placed: list[Terms] = []
    for number, terms in enumerate(known):
        if counts[terms.channel] == 1:
            placed.append(terms)
            continue
        name = clean(terms.description) or clean(f"{terms.limit_text} {terms.fee_text}")
        case = cases.setdefault(fold(name), Case(key=f"row-{len(cases) + 1}", name=name))
        if any(other.channel is terms.channel and other.case == case.key for other in placed):
            case = Case(key=f"{case.key}-{number + 1}", name=f"{case.name} (dòng {number + 1})")
            cases[case.key] = case
        notebook.doubt(f"terms.{number}", clean(f"{terms.channel.label}: {name}"), SEVERAL_ROWS)
        placed.append(replace(terms, case=case.key))
    return Table(terms=tuple(placed), cases=tuple(cases.values()))


def _channel_like(words: str) -> Channel | None:
    plain = fold(words)
    if "buu chinh" in plain or "buu dien" in plain:
        return Channel.POSTAL
    if "truc tuyen" in plain:
        return Channel.ONLINE
    return Channel.IN_PERSON if "truc tiep" in plain else None


def _plain(row: Row) -> str:
    return f"{row.channel}{row.time}{row.fee}{row.description}".strip()
