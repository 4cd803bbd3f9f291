"""The figures follow the journal. Each is safe to run twice, and to miss a turn."""

from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="* * * * *")
@app.task(name="indicators.follow", lock="indicators.follow", queueing_lock="indicators.follow")
def follow(timestamp: int) -> None:
    """Fold the dossiers of the newest entries whose record is behind; all of them where none was folded yet."""
    del timestamp
    services.follow()


@app.periodic(cron="40 1 * * *")
@app.task(name="indicators.compare", lock="indicators.follow", queueing_lock="indicators.compare")
def compare(timestamp: int) -> None:
    """Fold every dossier whose record is behind, however long ago: what a long transaction or an outage hid."""
    del timestamp
    services.catch_up(window=None)
