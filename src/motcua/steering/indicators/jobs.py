"""The figures follow the journal. Each is safe to run twice, and to miss a turn."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from motcua.ground.kernel import clock
from motcua.ground.kernel.clock import local

from .services import bulletins, closing, folding


@app.periodic(cron="* * * * *")
@app.task(name="indicators.follow", lock="indicators.follow", queueing_lock="indicators.follow")
def follow(timestamp: int) -> None:
    """Fold what the newest entries left behind; all of it where nothing was folded yet. A tail does it sooner."""
    del timestamp
    folding.follow_newest()


@app.periodic(cron="40 1 * * *")
@app.task(name="indicators.compare", lock="indicators.follow", queueing_lock="indicators.compare")
def compare(timestamp: int) -> None:
    """Fold every dossier whose record is behind, however long ago: what a long transaction or an outage hid."""
    folding.catch_up()
    closing.close_months(before=local(datetime.fromtimestamp(timestamp, UTC)).date())


@app.periodic(cron="*/10 * * * *")
@app.task(name="indicators.bulletin", lock="indicators.bulletin", queueing_lock="indicators.bulletin")
def bulletin(timestamp: int) -> None:
    """Send the morning bulletins from seven o'clock on; a turn that was missed is caught up by the next."""
    del timestamp
    bulletins.send(at=clock.now())
