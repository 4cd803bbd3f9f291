"""Run jobs: the deliveries of the outbox and the clockwork."""

import argparse
import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import structlog
from django.db import DatabaseError, connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from motcua.ground.outbox.queries import only_one
from motcua.steering.indicators.services.folding import Tail

NAME = "worker"
HELP = "run jobs until stopped"

HEARTBEAT_SECONDS = 5
STALLED_SECONDS = 20
TAIL_SECONDS = 0.5
_GRACE_SECONDS = 3
_LOG = structlog.get_logger()


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
        beside = [asyncio.create_task(_rescue(working)), asyncio.create_task(_tail())]
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
            for task in beside:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


async def _rescue(working: App) -> None:
    """Put back the jobs of workers that were killed: each is safe to run twice."""
    while True:
        for job in await working.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            await working.job_manager.retry_job(job)
        await asyncio.sleep(HEARTBEAT_SECONDS)


async def _tail() -> None:
    """Let the figures follow the journal within a second of each act; one worker does, the others stand by."""
    tail, loop = Tail(), asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="tail") as thread:  # one connection
        while True:
            await loop.run_in_executor(thread, _look, tail)
            await asyncio.sleep(TAIL_SECONDS)


def _look(tail: Tail) -> None:
    """Look once; what fails is said, and made good by the next look."""
    try:
        with only_one("indicators.tail") as mine:
            if mine:
                tail.look()
    except DatabaseError:
        _LOG.exception("figures_not_followed")
        connection.close()
