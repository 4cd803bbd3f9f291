"""The export of a ministry (2025): ``metadata``, ``content`` and ``tables``, read from a word processor's file."""

from collections.abc import Mapping
from typing import Any

from motcua.ground.kernel.text import clean

from .. import channels, papers, references
from ..content import Content, LegalBasis, ResultKind
from ..reading import Notebook, Reading, stated, tidy
from .national import MISSING
from .portal import counts, entries, without_tags

NAME = "ministry-2025"
KEYS = frozenset({"thu_tuc_id", "source_file", "metadata", "content", "tables"})
CODES_DIFFER = "Mã trong phần đầu khác mã của bản ghi"
NOT_AN_OBJECT = "Phần này không đọc được như ở nguồn"


def title(record: Mapping[str, Any]) -> str:
    return clean(tidy(_part(record, "metadata").get("tên_thủ_tục")))


def code(record: Mapping[str, Any]) -> str:
    return clean(tidy(_part(record, "metadata").get("mã_thủ_tục"))) or clean(tidy(record.get("thu_tuc_id")))


def read(record: Mapping[str, Any], key: str) -> Reading:
    """Return the record as a content, with the places a person must look at."""
    notebook = Notebook()
    head, body, tables = (_part(record, name) for name in ("metadata", "content", "tables"))
    for name in ("metadata", "content", "tables"):
        if name in record and not isinstance(record[name], Mapping):
            notebook.doubt(name, tidy(record[name]), NOT_AN_OBJECT)
    if (other := clean(tidy(record.get("thu_tuc_id")))) and code(record) != other:
        notebook.doubt("code", other, CODES_DIFFER)
    text = {name: without_tags(value) for name, value in body.items()}
    table = channels.read(
        tuple(_row(entry) for entry in entries(tables.get("hinh_thuc_nop"), "terms", notebook)), notebook
    )
    found = papers.Papers()
    for entry in entries(tables.get("thanh_phan_ho_so"), "papers", notebook):
        papers.add(_paper(entry, found), found, notebook)
    steps = references.steps(text.get("trình_tự_thực_hiện", ""))
    if not steps:
        notebook.doubt("steps", "", MISSING)
    summary = "\n".join(filter(None, (stated(text.get(name)) for name in ("mô_tả", "cách_thức_thực_hiện"))))
    content = Content(
        name=title(record),
        sector=clean(stated(head.get("lĩnh_vực"))),
        levels=references.levels(tidy(head.get("cấp_thực_hiện")), notebook),
        applicants=references.listed(text.get("đối_tượng_thực_hiện", "")),
        summary=summary,
        keywords=stated(text.get("từ_khóa")),
        steps=steps,
        cases=(*table.cases, *found.cases.values()),
        terms=table.terms,
        papers=tuple(found.papers),
        paper_notes=tuple(found.notes),
        results=tuple(ResultKind(name=name) for name in (clean(stated(text.get("kết_quả_thực_hiện"))),) if name),
        legal_basis=_acts(tables, notebook),
        forms=tuple(dict.fromkeys(paper.form for paper in found.papers if paper.form)),
        conditions=stated(text.get("yêu_cầu_điều_kiện_thực_hiện")),
        competent_agency=stated(text.get("cơ_quan_có_thẩm_quyền")),
        executing_agency=stated(text.get("cơ_quan_thực_hiện")),
        coordinating_agency=stated(text.get("cơ_quan_phối_hợp")),
        delegated_agency=stated(text.get("cơ_quan_được_ủy_quyền")),
        address=stated(text.get("địa_chỉ_tiếp_nhận_hs")),
        origin_type=clean(stated(head.get("loại_thủ_tục"))),
        decision_no=clean(stated(head.get("số_quyết_định"))),
    )
    return Reading(code=key, content=content, doubts=notebook.all())


def _part(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an object of the record with its names in NFC; {} where it is absent or something else."""
    part = record.get(name)
    return {clean(key): value for key, value in part.items()} if isinstance(part, Mapping) else {}


def _row(entry: Mapping[str, Any]) -> channels.Row:
    return channels.Row(
        channel=clean(tidy(entry.get("hinh_thuc"))),
        time=without_tags(entry.get("thoi_han_giai_quyet")),
        fee=without_tags(entry.get("phi_le_phi")),
        description=without_tags(entry.get("mo_ta")),
        labelled=True,
    )


def _paper(entry: Mapping[str, Any], found: papers.Papers) -> papers.Line:
    """Return the row; the source's columns are shifted: ``so_luong`` holds the form, ``ghi_chu`` the counts."""
    cells = [without_tags(entry.get(name)) for name in ("so_luong", "ghi_chu")]
    counted = next((cell for cell in reversed(cells) if counts(cell)[0] is not None), "")
    form = next((cell for cell in cells if cell and cell != counted), "")
    originals, copies = counts(counted)
    case = clean(tidy(entry.get("truong_hop")))
    return papers.Line(
        name=without_tags(entry.get("ten_giay_to")),
        form=form,
        originals=originals,
        copies=copies,
        case=papers.case_key(case, found.cases) if case else "",
    )


def _acts(tables: Mapping[str, Any], notebook: Notebook) -> tuple[LegalBasis, ...]:
    if not tables.get("can_cu_phap_ly"):
        return ()
    return tuple(
        LegalBasis(number=clean(tidy(entry.get("so_ky_hieu"))), title=_act_title(entry))
        for entry in entries(tables["can_cu_phap_ly"], "legal_basis", notebook)
    )


def _act_title(entry: Mapping[str, Any]) -> str:
    told = (clean(tidy(entry.get(name))) for name in ("trich_yeu", "ngay_ban_hanh", "co_quan_ban_hanh"))
    return " · ".join(filter(None, told))
