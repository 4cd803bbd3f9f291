import ast

from .house import PACKAGE, context_of, sources

ROOMS = {
    "vocabulary", "errors", "events", "rules", "ports", "models", "queries", "policies", "services", "subscribers",
    "jobs", "apps", "migrations", "papers", "seeds",
}  # fmt: skip
NOT_ROOMS = {"utils", "helpers", "managers", "signals", "serializers", "admin"}


def test_no_module_is_longer_than_300_lines():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for _, path, _ in sources()}
    assert not {str(path): lines for path, lines in lengths.items() if lines > 300}


def test_no_function_is_longer_than_60_lines_or_takes_more_than_8_parameters():
    faults = []
    for _, path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                takes = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
                taken = len([name for name in takes if name not in {"self", "cls", "by", "at"}])
                if lines > 60 or taken > 8:
                    faults.append(f"{path}:{node.lineno} {node.name}: {lines} lines, {taken} parameters")
    assert not faults, "\n".join(faults)


def test_a_context_has_rooms_and_nothing_else():
    faults = [
        str(entry)
        for folder in PACKAGE.glob("*/*/")
        if context_of(".".join(("motcua", *folder.relative_to(PACKAGE).parts))) and folder.name != "kernel"
        for entry in folder.iterdir()
        if entry.stem not in ROOMS | {"__init__", "__pycache__"}
    ]
    faults += [str(path) for module, path, _ in sources() if module.rpartition(".")[2] in NOT_ROOMS]
    assert not faults, "\n".join(faults)
