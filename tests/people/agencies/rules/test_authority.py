"""Right signer, right day: the rule against an oracle that was written from the sentence of the law, not from the rule."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from motcua.people.agencies.rules import authority
from motcua.people.agencies.rules.authority import DEFAULT_WORDS, Acting, Grant, Seat
from motcua.people.agencies.vocabulary import DocumentType

VN = ZoneInfo("Asia/Ho_Chi_Minh")
CASES = 4000
HERE, ABOVE = 1, 2
DAYS = [date(2026, 11, 20) + timedelta(days=n) for n in range(8)]
WORDS = ["dossiers.sign", "dossiers.approve", "dossiers.work", "dossiers.decline", "dossiers.receive"]
PROCEDURES = ["1.001193", "1.004873", "2.000635"]
RESULT, APOLOGY = DocumentType.RESULT, DocumentType.APOLOGY
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=VN)


def a_case(random):
    """Return one made-up agency on one day: posts with their words, who sits and acts there, its matrix, a question."""
    posts = {post: (random.choice([HERE, HERE, ABOVE]), a_few(random, WORDS)) for post in range(1, 6)}
    at = datetime.combine(random.choice(DAYS), datetime.min.time(), VN) + timedelta(minutes=random.randrange(1440))
    document, procedure = random.choice([RESULT, RESULT, APOLOGY, *DocumentType]), random.choice(PROCEDURES)
    seats = []
    for post, (agency, words) in posts.items():
        for _ in range(random.choice([0, 1, 1, 2])):
            first = random.choice(DAYS[:3])
            last = random.choice([None, None, first + timedelta(days=random.randrange(4))])
            own = {"agency_id": agency, "words": words, "post_id": post, "first_day": first, "last_day": last}
            seats.append(Seat(staff_id=random.randrange(1, 9), **own))
            if random.random() < 0.6:
                seats.append(
                    Seat(staff_id=random.randrange(10, 19), acting=an_acting(random, at, document, procedure), **own)
                )
    grants = [
        Grant(
            post_id=random.randrange(1, 6),
            document=random.choice([document, document, RESULT, APOLOGY]),
            procedure=random.choice(["", procedure, *PROCEDURES]),
            valid_from=(first := random.choice(DAYS)),
            valid_to=random.choice([None, first + timedelta(days=random.randrange(3))]),
        )
        for _ in range(random.randrange(4))
    ]
    return (document, procedure), at, seats, grants


def an_acting(random, at, document, procedure):
    """Return a window whose ends are often this very minute or the one beside it."""
    starts = at + timedelta(minutes=random.choice([-600, -60, -1, 0, 0, 1, 60]))
    ends = max(starts, at + timedelta(minutes=random.choice([-60, -1, 0, 0, 1, 60, 600])))
    return Acting(
        starts_at=starts,
        ends_at=ends,
        permissions=random.choice([frozenset(), frozenset(), a_few(random, WORDS)]),
        documents=random.choice([frozenset(), frozenset(), a_few(random, [document.value, RESULT.value, "stop"])]),
        procedures=random.choice([frozenset(), frozenset(), a_few(random, [procedure, *PROCEDURES])]),
    )


def a_few(random, things):
    return frozenset(random.choices(things, k=random.randrange(1, 3)))


def oracle(document, procedure, at, seats, grants):
    """Say slowly, seat by seat and minute by minute, who may sign: the words of the decision, one after the other."""
    today = at.astimezone(VN).date()
    in_force = []
    for grant in grants:
        day = grant.valid_from
        until = grant.valid_to or DAYS[-1] + timedelta(days=30)
        while day <= until:
            if day == today and grant.document is document:
                in_force.append(grant)
            day += timedelta(days=1)
    for_this = [grant for grant in in_force if grant.procedure == procedure]
    for_all = [grant for grant in in_force if grant.procedure == ""]
    may = set()
    for seat in seats:
        last = seat.last_day or DAYS[-1] + timedelta(days=30)
        appointed_today = today.toordinal() in range(seat.first_day.toordinal(), last.toordinal() + 1)
        if not appointed_today:
            continue
        words = set(seat.words)
        if seat.acting:
            minutes = int((seat.acting.ends_at - seat.acting.starts_at) / timedelta(minutes=1))
            if at not in [seat.acting.starts_at + timedelta(minutes=n) for n in range(minutes)]:
                continue
            if seat.acting.documents and document.value not in seat.acting.documents:
                continue
            if seat.acting.procedures and procedure not in seat.acting.procedures:
                continue
            if seat.acting.permissions:
                if not any(word in DEFAULT_WORDS[document] for word in seat.acting.permissions):
                    continue
                words = {word for word in words if word in seat.acting.permissions}
        if for_this:
            named = any(grant.post_id == seat.post_id for grant in for_this)
        elif for_all:
            named = any(grant.post_id == seat.post_id for grant in for_all)
        else:
            named = seat.agency_id == HERE and any(word in words for word in DEFAULT_WORDS[document])
        if named:
            may.add(seat)
    return may


def test_thousands_of_made_up_days_accept_nobody_wrong_and_refuse_nobody_right():
    random, seen = Random(28), Counter()
    for number in range(CASES):
        (document, procedure), at, seats, grants = a_case(random)
        found = authority.signers(document, procedure, agency_id=HERE, at=at, grants=grants, seats=seats)
        right = oracle(document, procedure, at, seats, grants)
        assert set(found) == right, f"case {number}: {document} {procedure} {at}"
        seen["accepted"] += len(found)
        seen["refused"] += len(set(seats)) - len(right)
        seen["acting accepted"] += sum(seat.acting is not None for seat in found)
        seen["by matrix"] += authority.posts_named(document, procedure, on=at.date(), grants=grants) is not None
        seen["begins this minute"] += any(seat.acting and seat.acting.starts_at == at for seat in found)
        seen["ends this minute"] += any(seat.acting and seat.acting.ends_at == at for seat in seats)
    assert min(seen.values()) > CASES // 50, seen  # every kind of case was really met


def a_seat(**more):
    return Seat(
        **{"staff_id": 1, "post_id": 1, "agency_id": HERE, "words": frozenset({"dossiers.sign"}), **more},
        first_day=date(2026, 1, 1),
    )


def may(seat, at=NOON, document=RESULT, grants=()):
    return bool(authority.signers(document, PROCEDURES[0], agency_id=HERE, at=at, grants=grants, seats=[seat]))


def test_an_acting_seat_counts_from_its_first_minute_to_the_one_before_its_last():
    seat = a_seat(acting=Acting(starts_at=NOON, ends_at=NOON + timedelta(hours=5)))
    minute = timedelta(minutes=1)
    asked = {at: may(seat, at) for at in (NOON - minute, NOON, NOON + 5 * 60 * minute - minute, NOON + 5 * 60 * minute)}
    assert list(asked.values()) == [False, True, True, False]


def test_a_row_for_the_procedure_stands_before_a_row_for_all_and_any_row_before_the_default():
    def row(post, procedure):
        return Grant(post_id=post, document=RESULT, procedure=procedure, valid_from=date(2026, 1, 1))

    assert may(a_seat(), grants=[])
    assert not may(a_seat(), grants=[row(2, "")])
    assert may(a_seat(), grants=[row(2, ""), row(1, PROCEDURES[0])])
    assert not may(a_seat(), grants=[row(1, ""), row(2, PROCEDURES[0])])
    assert may(a_seat(), grants=[row(2, PROCEDURES[1])])


@pytest.mark.parametrize("document", DocumentType)
def test_every_type_of_document_has_a_default(document):
    assert DEFAULT_WORDS[document]
    assert may(a_seat(words=DEFAULT_WORDS[document]), document=document)
    assert not may(a_seat(words=frozenset({"dossiers.view"})), document=document)


def test_the_default_is_the_agency_s_own_people_only():
    assert not may(a_seat(agency_id=ABOVE))
