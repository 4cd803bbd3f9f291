"""The crawl of the national portal (2026): one object of flattened texts per procedure."""

from collections.abc import Mapping
from typing import Any

from motcua.ground.kernel.text import clean

from .. import channels, papers, references
from ..content import Case, Content
from ..reading import Notebook, Reading, stated, tidy

NAME = "national-2026"
TITLE, CODE = "ten_thu_tuc", "ma_thu_tuc"
KEYS = frozenset(
    {
        "ma_thu_tuc", "ten_thu_tuc", "detail_url", "formality_id", "so_quyet_dinh", "cap_thuc_hien", "loai_thu_tuc",
        "linh_vuc", "doi_tuong_thuc_hien", "co_quan_co_tham_quyen", "dia_chi_tiep_nhan", "co_quan_duoc_uy_quyen",
        "co_quan_phoi_hop", "thu_tuc_lien_quan", "trinh_tu_thuc_hien", "cach_thuc_thuc_hien", "thanh_phan_ho_so",
        "can_cu_phap_ly", "co_quan_thuc_hien", "yeu_cau_dieu_kien", "ket_qua_xu_ly", "bo_nganh_nguon",
    }
)  # fmt: skip
MISSING = "Nguồn không có phần này"


def title(record: Mapping[str, Any]) -> str:
    return clean(tidy(record.get(TITLE)))


def code(record: Mapping[str, Any]) -> str:
    return clean(tidy(record.get(CODE)))


def read(record: Mapping[str, Any], key: str) -> Reading:
    """Return the record as a content, with the places a person must look at."""
    notebook = Notebook()
    text = {name: tidy(record.get(name)) for name in KEYS}
    table = _channels(text["cach_thuc_thuc_hien"], notebook)
    found = papers.read_flat(text["thanh_phan_ho_so"], notebook)
    results, keywords, summary = references.results(text["ket_qua_xu_ly"], notebook)
    for name, place in (("trinh_tu_thuc_hien", "steps"), ("thanh_phan_ho_so", "papers")):
        if not stated(text[name]):
            notebook.doubt(place, text[name], MISSING)
    content = Content(
        name=title(record),
        sector=clean(stated(text["linh_vuc"])),
        levels=references.levels(text["cap_thuc_hien"], notebook),
        applicants=references.listed(text["doi_tuong_thuc_hien"]),
        summary=summary,
        keywords=keywords,
        steps=references.steps(text["trinh_tu_thuc_hien"]),
        cases=(*table.cases, *found.cases.values()),
        terms=table.terms,
        papers=tuple(found.papers),
        paper_notes=tuple(found.notes),
        results=results,
        legal_basis=references.legal_basis(text["can_cu_phap_ly"], notebook),
        forms=tuple(dict.fromkeys(paper.form for paper in found.papers if paper.form)),
        conditions=stated(text["yeu_cau_dieu_kien"]),
        competent_agency=stated(text["co_quan_co_tham_quyen"]),
        executing_agency=stated(text["co_quan_thuc_hien"]),
        coordinating_agency=stated(text["co_quan_phoi_hop"]),
        delegated_agency=stated(text["co_quan_duoc_uy_quyen"]),
        address=stated(text["dia_chi_tiep_nhan"]),
        related=tuple(filter(None, (stated(text["thu_tuc_lien_quan"]),))),
        origin_type=clean(stated(text["loai_thu_tuc"])),
        decision_no=clean(stated(text["so_quyet_dinh"])),
    )
    return Reading(code=key, content=content, doubts=notebook.all())


def _channels(text: str, notebook: Notebook) -> channels.Table:
    rows, before = channels.split(text)
    if not stated(text) or not rows:
        notebook.doubt("terms", text, channels.UNPARSED if stated(text) else MISSING)
        return channels.Table(cases=(Case(key="unread", name=text),) if stated(text) else ())
    if before:
        notebook.doubt("terms", before, channels.UNPARSED)
    return channels.read(rows, notebook)
