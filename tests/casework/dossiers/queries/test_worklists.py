import pytest

from motcua.casework.dossiers.queries import worklists
from motcua.casework.dossiers.queries.worklists import Filters, Reader, Tab
from motcua.ground.kernel.errors import Invalid
from motcua.people.agencies.queries.organisation import role_ids
from tests.factories.world import MORNING, a_dossier, a_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return a_world()


def codes(world, *, after="", tab=Tab.UNIT, **narrowed):
    filters = Filters(**narrowed)
    found = worklists.page(tab, reader(world), at=MORNING, soon=MORNING, filters=filters, after=after)
    return [row.code for row in found.rows]


def reader(world):
    return Reader(by=world.officer, roles=[role_ids()["handling_officer"]])


def test_a_list_is_narrowed_by_words_of_a_name_or_a_piece_of_the_code(world):
    first, second = a_dossier(world, name="Phạm Thị Sen").code, a_dossier(world, name="Trần Văn Lộc").code
    assert codes(world, text="sen pham") == [first]
    assert codes(world, text="-0002") == [second]
    assert codes(world, text="Sến") == [first]


@pytest.mark.parametrize("text", ["!!!", "%", "_", "\\", "';--", "{x}%s%(post)s", "a\x00\ud800b", "y z " * 50_000])
def test_signs_are_not_a_pattern_and_match_nothing(world, text):
    a_dossier(world)
    assert codes(world, text=text) == []


@pytest.mark.parametrize("field", ["procedure", "activity", "channel"])
def test_a_filter_that_names_nothing_leaves_nothing(world, field):
    a_dossier(world)
    assert codes(world, **{field: "no\x00\ud800such"}) == []


@pytest.mark.parametrize(
    "after",
    [
        "~",
        "x~y",
        "2026~1",
        "2026-11-19~",
        "2026-11-19T09:00~99999999999999999999",
        "0001-01-01T00:00+23:59~1",
        "\x00~1",
    ],
)
def test_a_place_in_the_list_that_was_made_up_is_refused_in_words(world, after):
    with pytest.raises(Invalid, match="trang đầu"):
        codes(world, after=after)


def test_the_next_page_goes_on_where_the_last_one_ended(world):
    every = [a_dossier(world).code for _ in range(worklists.PAGE + 3)]
    first = worklists.page(Tab.UNIT, reader(world), at=MORNING, soon=MORNING, filters=Filters())
    assert [row.code for row in first.rows] + codes(world, after=first.after) == every
