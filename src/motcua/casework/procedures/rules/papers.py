"""Read the papers of a dossier from the flattened table of the national crawl, or from rows of an export.

The crawl runs names, form files and counts together: ``…Số lượngĐơn đề nghị.Mau 01.docx1 bản chính,1 bản saoGiấy…``.
A title before a header is a case or a group; a row that asks for no paper (0 originals, no copy) is a note.

Law: 63/2010/NĐ-CP, Điều 8 khoản 2 điểm d (components and number of sets).
"""

import re
from dataclasses import dataclass, field, replace

from motcua.ground.kernel.text import clean, fold

from .content import Case, Paper, PaperNote
from .reading import NOTHING, Notebook

HEADER = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"

NO_TABLE = "Không tách được bảng thành phần hồ sơ"
LEFT_OVER = "Phần chữ sau giấy tờ cuối cùng, không có số lượng"
GLUED = "Số lượng dính vào tên giấy tờ"
ZERO_BUT = "Ghi 0 bản chính nhưng phần chữ lại nêu số bản phải nộp"
FORM_UNSURE = "Không tách được tên tệp biểu mẫu khỏi tên giấy tờ"
NO_COUNT = "Không đọc được số lượng"
NO_NAME = "Dòng giấy tờ không có tên"
GROUP_UNSURE = "Không rõ nhóm giấy tờ này là một trường hợp riêng hay phần chung cho mọi hồ sơ"

_COUNT = re.compile(
    r"(?P<originals>\d{1,6}) bản chính(?:,\s?(?P<copies>\d{1,6}) bản sao)?(?=\s*$|\s*[^\s.,;:)\]/])"
    r"|(?<=\S)(?P<only>\d{1,6}) bản sao(?=\s*$|[A-ZĐ+\-*])"
)
_SPOKEN_BEFORE = re.compile(r"(?:^|[\s(:,;])$")
_SPOKEN_AFTER = re.compile(r"\s*(?:và|hoặc|để|theo|của|kèm|có|\()")
_SPOKEN = re.compile(r"(?P<count>\d{1,2})\s*(?:\([^()]{1,20}\)\s*)?bản\s*(?P<kind>chính|gốc|sao|chụp)", re.IGNORECASE)
_FORM_ENDS = re.compile(r"\.(?:docx?|xlsx?|pdf|rar|zip|rtf|jpe?g|png|tiff?)$", re.IGNORECASE)
_LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_UPPER = rf"[^\W\d_{_LOWER}]"
_AFTER_SIGN = re.compile(rf"(?<=[.;:,”\"])(?<!\d\.)(?=(?:\d{{1,2}}\.\s?)?{_UPPER})|(?<=[)\]])(?=[\d{_LOWER}]|{_UPPER})")
_NEW_CAPITAL = re.compile(rf"(?<=[{_LOWER}])(?={_UPPER})|(?<={_UPPER}{_UPPER})(?={_UPPER}[{_LOWER}])")
_CASE = re.compile(r"trường hợp|đối với|\bhồ sơ\b.*(?:gồm|hải quan|đề nghị|đăng ký)|^\W*hồ sơ", re.IGNORECASE)
_SHOW = re.compile(r"xuất trình", re.IGNORECASE)
_HAND_IN = re.compile(r"phải nộp|giấy tờ (?:phải )?nộp|thành phần hồ sơ", re.IGNORECASE)
_ON_FILE = re.compile(r"không (?:yêu cầu|phải) (?:người[^.;]{0,60})?(?:nộp|xuất trình)", re.IGNORECASE)


@dataclass(slots=True)
class Papers:
    """The papers of one procedure, as they are collected."""

    papers: list[Paper] = field(default_factory=list)
    notes: list[PaperNote] = field(default_factory=list)
    cases: dict[str, Case] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a list of papers. ``originals`` is None where the source gives no number."""

    name: str
    form: str = ""
    originals: int | None = None
    copies: int = 0
    case: str = ""
    show_only: bool = False


def read_flat(text: str, notebook: Notebook) -> Papers:
    """Return the papers of a flattened table; a text without the table's header is left to a person."""
    found = Papers()
    title, *blocks = text.split(HEADER)
    if not blocks:
        if clean(text).lower() not in NOTHING:
            notebook.doubt("papers", text.strip(), NO_TABLE)
            found.notes.append(PaperNote(text=text.strip()))
        return found
    for number, block in enumerate(blocks):
        case, show_only = _group(title, found, notebook)
        begin = 0
        for match in _counts(block):
            line = _flat_line(block, begin, match, notebook)
            add(replace(line, case=case, show_only=show_only), found, notebook)
            begin = match.end()
        title = block[begin:]
        if number == len(blocks) - 1 and clean(title):
            notebook.doubt("papers", title.strip(), LEFT_OVER)
            found.notes.append(PaperNote(text=title.strip(), case=case))
    return found


def add(line: Line, found: Papers, notebook: Notebook) -> None:
    """Take one row in, as a paper or as a note."""
    name = line.name.strip()
    if not clean(name):
        if line.form or line.originals or line.copies:
            notebook.doubt("papers", f"{line.form} {line.originals} bản chính, {line.copies} bản sao".strip(), NO_NAME)
        return
    if line.originals is None:
        notebook.doubt("papers", name, NO_COUNT)
    originals = line.originals or 0
    if line.originals is not None and originals == line.copies == 0:
        if not _SPOKEN.search(name):
            found.notes.append(PaperNote(text=name, case=line.case))
            return
        notebook.doubt("papers", name, ZERO_BUT)
    found.papers.append(
        Paper(
            key=f"p{len(found.papers) + 1}",
            name=clean(name),
            originals=originals,
            copies=line.copies,
            required="nếu có" not in name.lower(),
            case=line.case,
            form=line.form,
            show_only=line.show_only,
            on_file=bool(_ON_FILE.search(name)),
        )
    )


def case_key(name: str, cases: dict[str, Case]) -> str:
    """Return the key of the case of that name, taken up if it is new."""
    plain = fold(name)
    if plain not in cases:
        cases[plain] = Case(key=f"papers-{len(cases) + 1}", name=clean(name).strip(" :*-"))
    return cases[plain].key


def _counts(block: str) -> list[re.Match[str]]:
    """Return the counts that end a row, not those that a name speaks of (``nộp 01 bản chính;``)."""
    ends = []
    for match in _COUNT.finditer(block):
        before, after = block[: match.start()], block[match.end() :]
        digits = match["originals"] or match["only"]
        if _SPOKEN_BEFORE.search(before) and (re.match(r"0\d", digits) or after[:1].isspace()):
            continue
        if re.match(r"\d+ bản (?:chính|sao)", after) and _SPOKEN_BEFORE.search(before):
            continue
        if before.endswith("(") or (_SPOKEN_AFTER.match(after) and after[:1].isspace()):
            continue
        ends.append(match)
    return ends


def _flat_line(block: str, begin: int, match: re.Match[str], notebook: Notebook) -> Line:
    name = block[begin : match.start()]
    digits = match["originals"] or match["only"]
    count = int(digits)
    if len(digits) > 1 and name.strip():
        # “Mẫu số 18” and “1 bản chính” run together as “181 bản chính”: the last figure is the count
        notebook.doubt("papers", block[begin : match.end()].strip(), GLUED)
        name, count = name + digits[:-1], int(digits[-1])
    name, form = split_form(name, notebook)
    if match["originals"] is None:
        return Line(name=name, form=form, originals=0, copies=count)
    return Line(name=name, form=form, originals=count, copies=int(match["copies"] or 0))


def split_form(name: str, notebook: Notebook) -> tuple[str, str]:
    """Return (name, form file) where a file name is glued to the end of the name; in doubt the name keeps it."""
    line = name.strip()
    if not _FORM_ENDS.search(line):
        return name, ""
    if after_sign := [place.start() for place in _AFTER_SIGN.finditer(line)]:
        return line[: after_sign[-1]], line[after_sign[-1] :]
    inside = [place.start() for place in _NEW_CAPITAL.finditer(line)]
    if not inside or len(inside) > 1:
        notebook.doubt("papers", line, FORM_UNSURE)
    return (line[: inside[0]], line[inside[0] :]) if inside else (line, "")


def _group(title: str, found: Papers, notebook: Notebook) -> tuple[str, bool]:
    """Return (case key, whether its papers are only shown) of the title before a header."""
    words = clean(title).strip("-* ")
    if not words:
        return "", False
    if _CASE.search(words):
        return case_key(words, found.cases), False
    if _SHOW.search(words) and not _HAND_IN.search(words):
        found.notes.append(PaperNote(text=clean(title)))
        return "", True
    if _HAND_IN.search(words):
        found.notes.append(PaperNote(text=clean(title)))
        return "", False
    notebook.doubt("papers", clean(title), GROUP_UNSURE)
    return case_key(words, found.cases), False
