import sys
from subprocess import run

import grimp

from .house import ROOT, context_of, ranks, room_of

PRIVATE = {"models", "subscribers", "jobs"}


def test_calls_go_down_and_nothing_goes_sideways():
    done = run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_models_subscribers_and_jobs_are_private_to_their_context():
    graph = grimp.build_graph("motcua", include_external_packages=False, cache_dir=None)
    trespasses = [
        f"{importer} imports {module}"
        for module in sorted(graph.modules)
        if room_of(module) in PRIVATE
        for importer in sorted(graph.find_modules_that_directly_import(module))
        if context_of(importer) != context_of(module)
    ]
    assert not trespasses, "\n".join(trespasses)


def test_every_context_of_the_plan_is_there():
    graph = grimp.build_graph("motcua", include_external_packages=False, cache_dir=None)
    assert set(ranks()) <= graph.modules
