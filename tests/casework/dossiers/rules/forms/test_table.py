"""Which form a set of forms has, under which number, and that nothing else is ever taken for it."""

from itertools import product
from pathlib import Path

import pytest

from motcua.casework.dossiers.errors import NoSuchForm
from motcua.casework.dossiers.rules import rulesets
from motcua.casework.dossiers.rules.forms import table
from motcua.casework.dossiers.vocabulary import Form, FormSet
from tests.casework.dossiers.papers.examples import NEW, OLD, RECEIPT, REFUSAL

PAPERS = Path(table.__file__).parents[2] / "papers"
NUMBERS = {
    Form.RECEIPT: ("01", "01"),
    Form.SUPPLEMENT: ("02", "02"),
    Form.REFUSAL: ("03", "03"),
    Form.APOLOGY: ("04", "04"),
    Form.STOP: ("05", None),
    Form.CONTROL: ("06", "05"),
    Form.REGISTER: ("07", "06"),
}


@pytest.mark.parametrize(("form_set", "kind"), [*product(FormSet, Form)])
def test_every_form_of_a_set_has_its_number_and_every_other_is_refused(form_set, kind):
    number = NUMBERS.get(kind, (None, None))[[NEW, OLD].index(form_set)]
    if number is None:
        with pytest.raises(NoSuchForm, match=kind.label):
            table.statutory(form_set, kind)
    else:
        blank = table.statutory(form_set, kind)
        assert (blank.name.number, blank.name.form_set) == (number, form_set)


def test_every_form_is_in_a_set_or_our_own_and_has_its_template():
    assert {kind for _, kind in table.FORMS} | set(table.LOCAL) == set(Form)
    assert not {kind for _, kind in table.FORMS} & set(table.LOCAL)
    assert {path.stem for path in PAPERS.glob("*.typ")} == {kind.value for kind in Form} | {"_house"}


def test_every_period_of_the_law_prints_a_set_of_forms_that_is_known():
    assert {FormSet(rules.form_set) for rules in rulesets.SHIPPED} == set(FormSet)


@pytest.mark.parametrize("blank", [*table.FORMS.values(), *table.LOCAL.values()])
def test_the_heading_and_the_vocabulary_name_a_form_alike(blank):
    assert blank.name.title == blank.name.kind.label


def test_the_paper_says_which_form_of_which_circular_it_is():
    assert table.statutory(NEW, Form.RECEIPT).said(RECEIPT)["form"] == "Mẫu số 01, Thông tư số 03/2025/TT-VPCP"
    assert table.statutory(OLD, Form.RECEIPT).said(RECEIPT)["form"] == "Mẫu số 01, Thông tư số 01/2018/TT-VPCP"


def test_a_form_is_not_filled_in_from_what_belongs_to_another():
    with pytest.raises(TypeError, match="ReceiptData, not RefusalData"):
        table.statutory(NEW, Form.RECEIPT).said(REFUSAL)
