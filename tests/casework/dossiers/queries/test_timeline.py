"""The log tells every event in words, and an agency that is asked reads its own part only."""

from datetime import timedelta

import pytest

from motcua.casework.dossiers import events
from motcua.casework.dossiers.events import DossierEvent, StepWorkedOn
from motcua.casework.dossiers.queries import detail, story, timeline
from motcua.casework.dossiers.services import enquiries, processing, supplements
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import SupplementReason
from tests.factories.world import MORNING, a_dossier, a_world

EVENTS = sorted(
    name
    for name, found in vars(events).items()
    if isinstance(found, type) and issubclass(found, DossierEvent) and found not in (DossierEvent, StepWorkedOn)
)


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_of_a_dossier_has_words(name):
    assert name in timeline._TITLES


@pytest.mark.django_db
def test_the_log_tells_what_was_asked_and_the_asked_agency_reads_only_that():
    world = a_world()
    code = a_dossier(world).code
    processing.note(code, "Kín", by=world.officer, at=MORNING)
    enquiries.consult(code, world.stranger.agency_id, "Đã kết hôn chưa?", by=world.officer, at=MORNING)
    notice = Notice(items=[Wanted(key="form", name="Tờ khai", want="Ký")], reasons=[SupplementReason.INCOMPLETE])
    supplements.ask(code, notice, by=world.officer, at=MORNING + timedelta(minutes=5))

    def log(who):
        seen = detail.view(code, by=who, at=MORNING)
        told = story.story(seen.id)
        told = told.only_asked_of(who.agency_id) if seen.asked_only else told
        return [(line.title.partition(",")[0], line.note) for line in timeline.timeline(seen, told)]

    assert log(world.officer) == [
        ("Yêu cầu bổ sung lần 1", "Tờ khai: Ký (thiếu thành phần hồ sơ)"),
        ("Lấy ý kiến Ủy ban nhân dân xã Xa", "Đã kết hôn chưa?"),
        ("Ghi chú nội bộ", "Kín"),
        ("Tiếp nhận hồ sơ", ""),
    ]
    assert log(world.stranger) == [("Lấy ý kiến Ủy ban nhân dân xã Xa", "Đã kết hôn chưa?")]
