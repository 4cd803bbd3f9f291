"""Only services write; only `_advance` writes a status; only doors and jobs read the clock."""

import ast

from django.apps import apps

from .house import context_of, room_of, sources, sql_in

WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete"}
TABLES = [model._meta.db_table for model in apps.get_models() if context_of(model.__module__)]
CHANGES = ("INSERT ", "UPDATE ", "DELETE ", "TRUNCATE ")


def _calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]


def _writes(tree):
    for call in _calls(tree):
        name, chain = call.func.attr, ast.unparse(call.func.value)
        if (name in WRITES and ".objects" in chain) or (name == "save" and not call.args):
            yield call.lineno, f"{chain}.{name}()"
    for line, text in sql_in(tree):
        if any(word in text for word in CHANGES) and any(table in text for table in TABLES):
            yield line, text.strip().split("\n", 1)[0]


def test_only_services_write():
    faults = [
        f"{path}:{line} {what}"
        for module, path, tree in sources()
        if room_of(module) != "services"
        for line, what in _writes(tree)
    ]
    assert not faults, "\n".join(faults)


def test_only_advance_writes_a_status():
    faults = []
    for module, path, tree in sources():
        if context_of(module) != "motcua.casework.dossiers" or module.endswith("._advance"):
            continue
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets):
                faults.append(f"{path}:{node.lineno}")
        faults += [
            f"{path}:{call.lineno}"
            for call in _calls(tree)
            if call.func.attr in WRITES and ".objects" in ast.unparse(call.func.value)
            if any(keyword.arg == "status" for keyword in call.keywords) and call.func.attr != "create"
        ]
    assert not faults, "\n".join(faults)


def test_only_doors_and_jobs_read_the_clock():
    faults = [
        f"{path}:{call.lineno}"
        for module, path, tree in sources()
        if context_of(module) and room_of(module) not in {"jobs", "clock"}
        for call in _calls(tree)
        if ast.unparse(call.func) in {"clock.now", "timezone.now", "datetime.now", "date.today", "time.time"}
    ]
    assert not faults, "\n".join(faults)
