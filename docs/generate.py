"""Write the pages of docs/ that say what the code says: glossary, states, events, permissions, OpenAPI.

``--check`` writes nothing and exits 1 when a page is stale.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import django

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "src" / "motcua"
NOTE = "<!-- written by `make docs`; do not edit -->\n\n"


def rooms(name: str) -> Iterator[str]:
    """Yield the module or package of one room in every context that has it, by floor."""
    for floor in ("ground", "people", "tools", "casework", "bureau", "steering"):
        found = [*(PACKAGE / floor).glob(f"*/{name}.py"), *(PACKAGE / floor).glob(f"*/{name}/__init__.py")]
        for context in sorted(path.relative_to(PACKAGE / floor).parts[0] for path in found):
            yield f"motcua.{floor}.{context}.{name}"


def glossary() -> str:
    """Return every word of the vocabularies with its Vietnamese label and national code."""
    from motcua.ground.kernel.vocabulary import Term

    lines = [
        "# Glossary\n",
        "The closed lists of each context: the English name in the code, the official Vietnamese label.",
    ]
    for module in rooms("vocabulary"):
        lists = [thing for thing in vars(import_module(module)).values() if isinstance(thing, type)]
        lists = [
            terms for terms in lists if issubclass(terms, Term) and f"{terms.__module__}.".startswith(f"{module}.")
        ]
        lines += [f"\n## {module.split('.')[2]}"] if lists else []
        for terms in lists:
            lines += [f"\n### {terms.__name__}\n\n{(terms.__doc__ or '').splitlines()[0]}\n"]
            coded = any(term.code is not None for term in terms)
            lines += [
                "| value | label |" + (" national code |" if coded else ""),
                "|---|---|" + ("---|" if coded else ""),
            ]
            for term in terms:
                code = f" {'' if term.code is None else term.code} |" if coded else ""
                lines.append(f"| `{term.value}` | {term.label} |{code}")
    return "\n".join(lines) + "\n"


def _is_of(thing: type, module: str) -> bool:
    """Tell whether a class was written in a module, or in one of a package."""
    return f"{thing.__module__}.".startswith(f"{module}.")


def states() -> str:
    """Return the lawful transitions of a dossier, drawn and listed."""
    from motcua.casework.dossiers.rules.lifecycle import CLOCK, LAST, STATES, TRANSITIONS, State

    def name(state: State | None) -> str:
        return "_".join(part for part in (state.status.value, state.flag.value) if part) if state else "[*]"

    arrows: dict[tuple[str, str], list[str]] = {}
    for (source, act), target in TRANSITIONS.items():
        arrows.setdefault((name(source), name(target)), []).append(act.label)
    drawn = [f"  {name(state)}: {state.label}" for state in STATES]
    drawn += [f"  {source} --> {target}: {', '.join(acts)}" for (source, target), acts in arrows.items()]
    drawn += [f"  {name(state)} --> [*]" for state in STATES if state in LAST]
    listed = [
        f"| {source.label if source else '(none)'} | {act.label} `{act.value}` | {target.label} | {CLOCK[act].label} |"
        for (source, act), target in TRANSITIONS.items()
    ]
    return "\n".join([
        "# States of a dossier\n",
        "The table of `casework/dossiers/rules/lifecycle.py`; every other pair is refused. A state is a national",
        "status and a flag where the law asks more of it.\n",
        "```mermaid", "stateDiagram-v2", *drawn, "```\n",
        "| from | act | to | clock of the result |", "|---|---|---|---|", *listed, "",
    ])  # fmt: skip


def events() -> str:
    """Return every event with what its payload carries."""
    from motcua.ground.kernel.events import Event

    lines = ["# Events\n", "Facts in the journal, by context; none carries personal data.\n"]
    for module in rooms("events"):
        import_module(module)
        for event in sorted(Event.registry.values(), key=lambda kind: kind.__name__):
            if _is_of(event, module):
                carried = ", ".join(f"`{field.name}`" for field in fields(event) if field.name != "subject")
                lines.append(f"- **{event.__name__}** ({module.split('.')[2]}): {carried}")
    return "\n".join(lines) + "\n"


def permissions() -> str:
    """Return the permissions and the roles that hold them on a new installation."""
    from motcua.people.agencies.rules.roles import SEED_ROLES

    words = {}
    for module in rooms("vocabulary"):
        if permission := getattr(import_module(module), "Permission", None):
            words |= {term.value: term.label for term in permission}
    lines = [
        "# Permissions\n",
        "Roles are data; these are the ones that an installation starts with.\n",
        "| permission | | held by |",
    ]
    lines.append("|---|---|---|")
    for word, label in sorted(words.items()):
        holders = ", ".join(name for _, name, held in SEED_ROLES if word in held)
        lines.append(f"| `{word}` | {label} | {holders} |")
    return "\n".join(lines) + "\n"


def openapi() -> str:
    """Return the interface of the API."""
    schema = import_module("motcua.doors.api.v1").api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> int:
    """Write or compare every page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true")
    check = options.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    django.setup()
    pages = {f"{page.__name__}.md": NOTE + page() for page in (glossary, states, events, permissions)}
    pages["openapi.json"] = openapi()
    stale = [name for name, text in pages.items() if not (HERE / name).exists() or (HERE / name).read_text() != text]
    for name in stale:
        if check:
            print(f"docs/{name} is stale: run `make docs`", file=sys.stderr)
        else:
            (HERE / name).write_text(pages[name])
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
