"""Clockwork of the dossier. Each is safe to run twice, and to miss a turn."""

from procrastinate.contrib.django import app

from motcua.ground.kernel import clock

from .services import clockwork, divergences


@app.periodic(cron="*/10 * * * *")
@app.task(name="dossiers.strike", lock="dossiers.strike", queueing_lock="dossiers.strike")
def strike(timestamp: int) -> None:
    """Note what is late, write letters, send back, remind; a stroke that was missed is caught up by the next."""
    del timestamp
    clockwork.strike(at=clock.now())


@app.periodic(cron="*/15 * * * *")
@app.task(name="dossiers.watch_papers", queueing_lock="dossiers.watch_papers", lock="dossiers.watch_papers")
def watch_papers(timestamp: int) -> None:
    """Raise what is apart too long, end what is together again, file what is concluded."""
    del timestamp
    divergences.watch(at=clock.now())
