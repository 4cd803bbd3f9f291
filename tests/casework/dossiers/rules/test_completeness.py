import pytest

from motcua.casework.dossiers.rules.completeness import Seen, missing
from motcua.casework.procedures.rules.content import Paper

FORM = Paper(key="form", name="Tờ khai", originals=1)
BOTH = Paper(key="deed", name="Hợp đồng", originals=1, copies=1)
CARD = Paper(key="card", name="Căn cước", show_only=True)
COPY = Paper(key="copy", name="Bản sao bằng", copies=1)
HELD = Paper(key="held", name="Xác nhận cư trú", originals=1, on_file=True)
EXTRA = Paper(key="extra", name="Giấy ủy quyền", originals=1, required=False)


@pytest.mark.parametrize(
    ("paper", "seen", "enough"),
    [
        (FORM, None, False),
        (FORM, Seen(key="form", originals=1), True),
        (FORM, Seen(key="form", copies=3), False),
        (FORM, Seen(key="form", from_data=True), True),
        (FORM, Seen(key="form", not_applicable=True), True),
        (BOTH, Seen(key="deed", originals=1), False),
        (BOTH, Seen(key="deed", originals=1, photocopies=1), True),
        (BOTH, Seen(key="deed", originals=2), True),
        (CARD, Seen(key="card"), False),
        (CARD, Seen(key="card", photocopies=1), True),
        (COPY, Seen(key="copy", originals=1), True),
        (COPY, Seen(key="copy", photocopies=1), True),
        (HELD, None, True),
        (EXTRA, None, True),
    ],
)
def test_a_paper_is_missing_only_when_the_law_asks_for_it(paper, seen, enough):
    assert missing([paper], {paper.key: seen} if seen else {}) == (() if enough else (paper.name,))


def test_all_missing_papers_are_named_at_once():
    assert missing([FORM, BOTH, EXTRA], {}) == ("Tờ khai", "Hợp đồng")
