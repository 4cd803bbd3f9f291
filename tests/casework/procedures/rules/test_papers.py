"""The flattened table of papers: names, forms, counts, cases, notes."""

import pytest

from motcua.casework.procedures.rules import papers
from motcua.casework.procedures.rules.reading import Notebook

H = papers.HEADER


def read(text):
    notebook = Notebook()
    return papers.read_flat(text, notebook), [doubt.why for doubt in notebook.all()]


def test_names_and_counts():
    found, doubts = read(
        f"--{H}Tờ khai1 bản chínhBản sao hộ chiếu0 bản chính,1 bản saoẢnh 4x6 (nếu có)2 bản chính,1 bản sao"
    )

    assert doubts == []
    assert [(paper.name, paper.originals, paper.copies, paper.required) for paper in found.papers] == [
        ("Tờ khai", 1, 0, True),
        ("Bản sao hộ chiếu", 0, 1, True),
        ("Ảnh 4x6 (nếu có)", 2, 1, False),
    ]


def test_a_row_that_asks_for_nothing_is_a_note():
    found, doubts = read(f"--{H}Lưu ý: khai thác dữ liệu dân cư trước.0 bản chínhTờ khai1 bản chính")

    assert [note.text for note in found.notes] == ["Lưu ý: khai thác dữ liệu dân cư trước."]
    assert [paper.name for paper in found.papers] == ["Tờ khai"]
    assert doubts == []


def test_a_row_of_nothing_that_speaks_of_copies_is_left_to_a_person():
    found, doubts = read(f"--{H}Hóa đơn thương mại: 01 bản chụp;0 bản chính")

    assert doubts == [papers.ZERO_BUT]
    assert found.papers[0].name == "Hóa đơn thương mại: 01 bản chụp;"


def test_counts_inside_a_name_end_no_row():
    found, _ = read(
        f"--{H}Vận đơn (01 bản chính) và nộp 02 bản chính tờ khai: 01 bản chính.1 bản chínhTờ khai1 bản chính"
    )

    assert [paper.name for paper in found.papers] == [
        "Vận đơn (01 bản chính) và nộp 02 bản chính tờ khai: 01 bản chính.", "Tờ khai"
    ]  # fmt: skip


def test_a_number_run_into_the_count_is_parted_and_flagged():
    found, doubts = read(f"--{H}Đơn theo Mẫu số 181 bản chính,1 bản sao")

    assert (found.papers[0].name, found.papers[0].originals) == ("Đơn theo Mẫu số 18", 1)
    assert doubts == [papers.GLUED]


@pytest.mark.parametrize(
    ("text", "name", "form", "doubt"),
    [
        ("Tờ khai theo quy định.Mẫu 04 TKQT.docx", "Tờ khai theo quy định.", "Mẫu 04 TKQT.docx", None),
        (
            "Tờ khai có hai người làm chứng.7.Tkhaingkli.doc",
            "Tờ khai có hai người làm chứng.",
            "7.Tkhaingkli.doc",
            None,
        ),
        ("Đơn theo quy địnhMauon (2).docx", "Đơn theo quy định", "Mauon (2).docx", None),
        ("Phiếu (Mẫu DC02)Mẫu DC02 Phiếu.doc", "Phiếu (Mẫu DC02)", "Mẫu DC02 Phiếu.doc", None),
        (
            "Đề án theo Thông tư 67/2025/TT-BXDMẫu số 03.docx",
            "Đề án theo Thông tư 67/2025/TT-BXD",
            "Mẫu số 03.docx",
            None,
        ),
        ("tờ khai mau so 1.doc", "tờ khai mau so 1.doc", "", papers.FORM_UNSURE),
        ("Tờ khai", "Tờ khai", "", None),
    ],
)
def test_form_files(text, name, form, doubt):
    notebook = Notebook()

    assert papers.split_form(text, notebook) == (name, form)
    assert [found.why for found in notebook.all()] == ([doubt] if doubt else [])


def test_titles_are_cases_unless_they_only_say_show_or_hand_in():
    found, doubts = read(
        f"Giấy tờ phải xuất trình:{H}Căn cước1 bản chínhGiấy tờ phải nộp:{H}Tờ khai1 bản chính"
        f"Trường hợp ủy quyền:{H}Giấy ủy quyền1 bản chính"
    )

    assert doubts == []
    assert [(paper.name, paper.show_only, bool(paper.case)) for paper in found.papers] == [
        ("Căn cước", True, False),
        ("Tờ khai", False, False),
        ("Giấy ủy quyền", False, True),
    ]
    assert [case.name for case in found.cases.values()] == ["Trường hợp ủy quyền"]


def test_a_title_that_could_be_either_is_flagged():
    _, doubts = read(f"Hàng gửi kho:{H}Tờ khai1 bản chính")

    assert doubts == [papers.GROUP_UNSURE]


@pytest.mark.parametrize("text", ["); nộp hồ sơ cho cơ quan.\nBước 2. Nhận.", "--"])
def test_a_text_that_is_no_table_is_kept_and_flagged(text):
    found, doubts = read(text)

    assert doubts == [papers.NO_TABLE]
    assert found.notes[0].text == text


def test_words_after_the_last_count_are_kept_and_flagged():
    found, doubts = read(f"--{H}Tờ khai1 bản chínhvà những giấy tờ khác")

    assert doubts == [papers.LEFT_OVER]
    assert found.notes[0].text == "và những giấy tờ khác"
