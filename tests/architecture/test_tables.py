"""Foreign keys point down and protect; the lower table never learns who points at it."""

import re

import pytest
from django.apps import apps
from django.db import models

from .house import context_of, ranks, room_of, sources, sql_in

OURS = [model for model in apps.get_models() if context_of(model.__module__)]
KEYS = [
    pytest.param(model, field, id=f"{model._meta.label}.{field.name}")
    for model in OURS
    for field in model._meta.get_fields()
    if isinstance(field, models.ForeignKey) and field.model is model
]
ADVANCE = {  # the two statements of a transition, see docs/adr
    "motcua.casework.dossiers.services._advance",
    "motcua.casework.dossiers.services._statements",
}


@pytest.mark.parametrize(("model", "field"), KEYS)
def test_a_foreign_key_points_down_and_protects(model, field):
    here, there = context_of(model.__module__), context_of(field.related_model.__module__)
    if not there:
        return  # a table of Django's
    same = here == there
    assert same or ranks()[there] < ranks()[here], f"points up or sideways to {there}"
    allowed = {models.PROTECT, models.CASCADE, models.RESTRICT} if same else {models.PROTECT}
    assert field.remote_field.on_delete in allowed, f"on_delete={field.remote_field.on_delete.__name__}"


@pytest.mark.parametrize(("model", "field"), KEYS)
def test_a_table_does_not_learn_who_points_at_it(model, field):
    if context_of(model.__module__) != context_of(field.related_model.__module__):
        assert field.remote_field.related_name == "+"


def test_there_are_no_generic_foreign_keys():
    assert not [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.private_fields
        if field.is_relation
    ]


def test_a_statement_keeps_to_its_own_tables_or_reads_lower_ones():
    """Only queries may read further down in one statement, and only `_advance` may write there (ADR 12)."""
    owners = {model._meta.db_table: context_of(model.__module__) for model in OURS}
    faults = []
    for module, path, tree in sources():
        here = context_of(module)
        for line, text in sql_in(tree) if here and module not in ADVANCE else ():
            foreign = {table for table in re.findall(r"\w+", text) if owners.get(table, here) != here}
            reads = room_of(module) == "queries" and not re.search(r"\b(INSERT|UPDATE|DELETE|TRUNCATE)\b", text)
            faults += [
                f"{path}:{line} names {table} of {owners[table]}"
                for table in sorted(foreign)
                if not (reads and ranks()[owners[table]] < ranks()[here])
            ]
    assert not faults, "\n".join(faults)
