"""Read what a procedure refers to: legal basis, results, steps, levels, applicants."""

import re

from motcua.ground.kernel.text import clean, fold

from ..vocabulary import Level
from .content import LegalBasis, ResultKind
from .reading import Notebook, stated, tidy

BASIS_HEADER = "Tên văn bản pháp lýMã văn bản"
BASIS_UNSPLIT = "Không tách được tên và số hiệu văn bản"
RESULT_UNSPLIT = "Không tách được tên kết quả và mã kết quả"
LEVEL_UNKNOWN = "Không nhận ra cấp thực hiện"

_LEVELS = {fold(level.label): level for level in Level}
_LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_NUMBER = re.compile(
    rf"(?<=[^\s/(])(?P<number>\d{{1,4}}/\d{{4}}/(?:QH\d{{2}}|UBTVQH\d{{1,2}}|QĐ-TTg|[A-ZĐ]+(?:-[A-ZĐ]+)*(?![{_LOWER}])))"
)
_AT_START = re.compile(_NUMBER.pattern.removeprefix(r"(?<=[^\s/(])"))
_CODE = re.compile(r"Mã:\s*(?P<code>(?:[\d.]+\.)?[A-Z][A-Z0-9.\-]*\d)")
_PAGE = re.compile(r"Chọn cơ quan thực hiện.*$", re.DOTALL)
_STEP = re.compile(r"(?:^|(?<=[\n.;:)]))[-+*•\s]*(?=(?:Bước|BƯỚC)\s+\d{1,2}\b)")
_LIST = re.compile(r",\s*(?![^()]*\))")
_WITH_COMMA = {"Cán bộ, công chức, viên chức": "Cán bộ‚ công chức‚ viên chức"}


def legal_basis(text: str, notebook: Notebook) -> tuple[LegalBasis, ...]:
    """Return the acts of a flattened two-column table (title, number)."""
    body = stated(text).removeprefix(BASIS_HEADER).strip()
    if not body:
        return ()
    acts: list[LegalBasis] = []
    begin = 0
    for match in _NUMBER.finditer(body):
        if match.start("number") < begin:
            continue
        acts.append(LegalBasis(number=match["number"], title=clean(body[begin : match.start("number")])))
        begin = match.end("number")
    rest = clean(body[begin:])
    if rest:
        alone = _AT_START.fullmatch(rest)
        acts.append(LegalBasis(number=rest if alone else "", title="" if alone else rest))
        if not alone:
            notebook.doubt("legal_basis", rest, BASIS_UNSPLIT)
    return tuple(acts)


def results(text: str, notebook: Notebook) -> tuple[tuple[ResultKind, ...], str, str]:
    """Return (results, keywords, description) of the crawled cell; what belongs to the page around it is left out."""
    body = _PAGE.sub("", tidy(text))
    body, _, told = body.partition("Từ khóa")
    keywords, _, description = told.partition("Mô tả")
    kinds: list[ResultKind] = []
    begin = 0
    for match in _CODE.finditer(body):
        kinds.append(ResultKind(name=clean(body[begin : match.start()]), code=match["code"]))
        begin = match.end()
    if rest := stated(clean(body[begin:])):
        kinds.append(ResultKind(name=rest))
        if kinds[:-1] or "Mã:" in rest:
            notebook.doubt("results", rest, RESULT_UNSPLIT)
    return tuple(kinds), stated(keywords), stated(description)


def steps(text: str) -> tuple[str, ...]:
    """Return the numbered steps (``Bước 1``…), or the whole text as one."""
    body = stated(text)
    begins = sorted({match.start() for match in _STEP.finditer(body)})
    if not begins:
        return (body,) if body else ()
    if begins[0]:
        begins.insert(0, 0)
    return tuple(
        part for start, end in zip(begins, [*begins[1:], len(body)], strict=True) if (part := body[start:end].strip())
    )


def levels(text: str, notebook: Notebook) -> tuple[Level, ...]:
    """Return the levels of government that carry the procedure out."""
    found: list[Level] = []
    for word in _LIST.split(stated(text)):
        if level := _LEVELS.get(fold(word)):
            found.append(level)
        elif clean(word):
            notebook.doubt("levels", clean(word), LEVEL_UNKNOWN)
    return tuple(dict.fromkeys(found))


def listed(text: str) -> tuple[str, ...]:
    """Return the entries of a list written with commas; a comma in parentheses separates nothing."""
    body = stated(text)
    for words, kept in _WITH_COMMA.items():
        body = body.replace(words, kept)
    return tuple(clean(entry.replace("‚", ",")) for entry in _LIST.split(body) if clean(entry))
