"""Forecasts follow the days. Each is safe to run twice, and to miss a turn."""

from procrastinate.contrib.django import app

from motcua.ground.kernel import clock

from .services import foretelling, training


@app.periodic(cron="10 19 * * 6")
@app.task(name="forecasts.train", lock="forecasts", queueing_lock="forecasts.train")
def train(timestamp: int) -> None:
    """Learn anew in the night to Sunday: 02:10 in Vietnam, the cron is told in UTC."""
    del timestamp
    training.train(at=clock.now())


@app.periodic(cron="10 22 * * *")
@app.task(name="forecasts.predict", lock="forecasts", queueing_lock="forecasts.predict")
def predict(timestamp: int) -> None:
    """Foretell what is open, before the offices open: 05:10 in Vietnam, the cron is told in UTC."""
    del timestamp
    foretelling.predict(at=clock.now())
