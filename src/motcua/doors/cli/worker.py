"""Run jobs: the deliveries of the outbox and the clockwork."""

import argparse
import asyncio
import os
from contextlib import suppress

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

NAME = "worker"
HELP = "run jobs until stopped"

HEARTBEAT_SECONDS = 5
STALLED_SECONDS = 20
_GRACE_SECONDS = 3


def configure(parser: argparse.ArgumentParser) -> None:
    """Take the number of jobs at once."""
    parser.add_argument("--concurrency", type=int, default=2, metavar="N", help="jobs at once (2)")


def run(arguments: argparse.Namespace) -> int:
    """Work until a signal; what is under way may finish."""
    connector: DjangoConnector = app.connector  # type: ignore[assignment]
    with app.replace_connector(connector.get_worker_connector()) as working:
        asyncio.run(_work(working, arguments.concurrency))
    return 0


async def _work(working: App, concurrency: int) -> None:
    async with working.open_async():
        rescuer = asyncio.create_task(_rescue(working))
        try:
            await working.run_worker_async(
                name=f"motcua-{os.getpid()}",
                concurrency=concurrency,
                delete_jobs="successful",
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                shutdown_graceful_timeout=_GRACE_SECONDS,
            )
        finally:
            rescuer.cancel()
            with suppress(asyncio.CancelledError):
                await rescuer


async def _rescue(working: App) -> None:
    """Put back the jobs of workers that were killed: each is safe to run twice."""
    while True:
        for job in await working.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            await working.job_manager.retry_job(job)
        await asyncio.sleep(HEARTBEAT_SECONDS)
