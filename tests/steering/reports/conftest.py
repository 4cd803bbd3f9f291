"""A commune with dossiers of November, and its province above it."""

from datetime import datetime

import pytest
from django.db import transaction

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.services import processing, results
from motcua.ground.kernel.actors import system
from motcua.ground.outbox import services as outbox
from motcua.people.agencies.models import Agency
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators.rules import periods
from motcua.steering.indicators.services import folding
from motcua.steering.reports.models import Report
from motcua.tools.payments.events import FeeAssessed, FeePaid
from tests.factories.world import BIRTH, FOUNDED, MARITAL, MORNING, VN, a_dossier, a_world, an_officer

NOVEMBER = periods.parse("2026-11")
AFTER = datetime(2026, 12, 1, 9, 0, tzinfo=VN)


def digest(pk):
    """Return what seals a report, as its page carries it."""
    return Report.objects.get(pk=pk).digest


def paid(code):
    """Tell that the fee of a dossier was paid online."""
    subject = f"fees-of:{Dossier.objects.get(code=code).pk}"
    with transaction.atomic():
        outbox.publish(FeeAssessed(subject=subject, amount=5000), by=system("test"), at=MORNING)
        outbox.publish(FeePaid(subject=subject, amount=5000, total=5000, online=True), by=system("test"), at=MORNING)


@pytest.fixture
def world(db):
    return a_world()


@pytest.fixture
def month(world):
    """Return the codes of four dossiers of November, the first resolved, the last waiting past its time."""
    codes = [a_dossier(world, procedure).code for procedure in (MARITAL, MARITAL, BIRTH, MARITAL)]
    processing.complete(codes[0], "forward", by=world.officer, at=MORNING)
    results.attach(codes[0], number="1/XN", by=world.signer, at=MORNING)
    processing.complete(codes[0], "sign", by=world.signer, at=MORNING)
    folding.follow()
    return codes


@pytest.fixture
def province(world):
    """Put the two communes under a province with a head and a preparer; return (its id, head, preparer)."""
    by = system("test")
    top = organisation.found("H99", "Ủy ban nhân dân tỉnh Minh Giang", AgencyKind.PROVINCE, by=by, at=FOUNDED)
    Agency.objects.filter(code__in=("H99.24", "H99.77")).update(parent_id=top)
    head, _ = an_officer("Vũ Thị Cao", top, "Chủ tịch", ["leader"], "chairman")
    preparer, _ = an_officer("Hồ Văn Soạn", top, "Kiểm soát thủ tục", ["procedure_admin"], "controller")
    return top, head, preparer
