"""The seed catalogue: complete, consistent, and never in the way of what an installation decided."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.casework.procedures.models import Version, Word
from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.queries.life_events import life_event, life_events
from motcua.casework.procedures.rules.content import Content
from motcua.casework.procedures.services import publishing, seeding, words
from motcua.casework.procedures.vocabulary import Channel, LimitUnit
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.text import nfc

pytestmark = pytest.mark.django_db

BY = system("test")
AT = datetime(2026, 11, 16, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ON = date(2026, 11, 16)


def _of(code: str) -> Content:
    version = catalogue.in_force(code, on=ON)
    assert version is not None
    return version.content


def test_the_seed_is_there_after_migration_and_a_second_run_adds_nothing() -> None:
    assert Version.objects.filter(source="seed").count() == len(seeding.processes())
    assert seeding.load(by=BY, at=AT) == seeding.Seeded(versions=0, words=0)


def test_every_seed_procedure_says_what_the_law_demands() -> None:
    """63/2010/NĐ-CP, Điều 8 (2): sequence, method, papers, applicants; and something certain about time or money."""
    for code in seeding.processes():
        content = _of(code)
        assert content.steps, code
        assert content.terms, code
        assert content.papers, code
        assert content.applicants, code
        assert content.results, code
        assert content.name_en, code
        assert any(terms.limit or terms.fees for terms in content.terms), code


def test_the_seed_is_consistent_with_itself() -> None:
    for code in seeding.processes():
        content = _of(code)
        keys = [paper.key for paper in content.papers]
        cases = {"", *(case.key for case in content.cases)}
        assert len(keys) == len(set(keys)), code
        assert {paper.case for paper in content.papers} | {terms.case for terms in content.terms} <= cases, code
        assert set(content.related) <= set(seeding.processes()), code
        assert all(paper.originals or paper.copies or paper.on_file for paper in content.papers), code
        assert nfc(str(content)) == str(content), code


def test_a_fee_that_a_council_decides_is_never_nought() -> None:
    for code in seeding.processes():
        for terms in _of(code).terms:
            assert all(fee.amount_vnd is None for fee in terms.fees if fee.local), code


def test_facts_of_some_procedures() -> None:
    birth = _of("1.001193").terms_for(Channel.ONLINE)
    assert birth is not None
    assert birth.limit is not None
    assert birth.limit.unit is LimitUnit.SAME_DAY
    land = {terms.channel: terms.limit.value for terms in _of("1.013978").terms if terms.limit}
    assert land == {Channel.ONLINE: 17, Channel.POSTAL: 20, Channel.IN_PERSON: 27}
    copies = _of("2.000815").terms_for(Channel.IN_PERSON)
    assert copies is not None
    assert [fee.amount_vnd for fee in copies.fees] == [2000, 1000]


def test_what_the_installation_published_stays() -> None:
    content = Content(name="Đăng ký khai sinh theo quyết định của tỉnh")
    publishing.publish_content(
        "1.001193", content, source="tỉnh", decision_no="1/QĐ", decided_on=None, valid_from=ON, by=BY, at=AT
    )
    assert seeding.load(by=BY, at=AT).versions == 0
    assert _of("1.001193").name == content.name


def test_a_word_that_was_removed_stays_removed() -> None:
    word = Word.objects.get(folded="so do")
    words.remove(word.pk, by=BY, at=AT)
    assert seeding.load(by=BY, at=AT).words == 0
    assert not Word.objects.filter(folded="so do", removed_at__isnull=True).exists()


def test_life_events_lead_to_procedures_in_force() -> None:
    events = life_events(on=ON)
    assert len(events) == 9
    assert all(event.procedures and event.title_en and event.blurb_en for event in events)
    birth = life_event("sinh-con", on=ON)
    assert birth is not None
    assert birth.procedures[0].code == "1.001193"
    assert life_event("khong-co", on=ON) is None
    assert life_events(on=date(2020, 1, 1)) == ()
