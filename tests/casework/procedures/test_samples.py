"""The three real samples, where they are at hand (MOTCUA_SAMPLES, else ../shared/data): nothing lost, little unread."""

import json
import os
from collections import Counter
from datetime import datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest

from motcua.casework.procedures.queries import review
from motcua.casework.procedures.rules import channels, files, papers, records, references
from motcua.casework.procedures.rules.content import from_json, to_json
from motcua.casework.procedures.rules.reading import Notebook, stated, tidy
from motcua.casework.procedures.services import imports
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.text import clean

SAMPLES = Path(os.environ.get("MOTCUA_SAMPLES", Path(__file__).parents[4] / "shared" / "data"))
NATIONAL = "national-catalogue-sample-300.json"
PORTAL = "portal-export-2021-sample-10.json"
MINISTRY = "ministry-export-2025-sample-10.json"
SHAPE_OF = {NATIONAL: "national-2026", PORTAL: "portal-2021", MINISTRY: "ministry-2025"}
LABELS = Path(__file__).with_name("labelled_channel_rows.json")
AT = datetime(2026, 8, 3, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

pytestmark = pytest.mark.skipif(
    not (SAMPLES / NATIONAL).exists(), reason=f"no samples in {SAMPLES} (MOTCUA_SAMPLES names another folder)"
)


def sample(name):
    return files.records_in((SAMPLES / name).read_bytes())


def squeezed(text):
    return "".join(text.split())


def read(record):
    shape = records.shape_of(record)
    return records.read(record, shape, records.key_of(record, shape))


@pytest.mark.parametrize("name", SHAPE_OF)
def test_every_record_is_of_its_shape_and_survives_storage(name):
    for record in sample(name):
        assert SHAPE_OF[name] == records.shape_of(record).NAME
        content = read(record).content
        assert from_json(json.loads(json.dumps(to_json(content)))) == content


def test_no_text_of_a_channel_table_is_lost():
    for record in sample(NATIONAL):
        rows, before = channels.split(tidy(record["cach_thuc_thuc_hien"]))
        told = "".join(f"{row.channel}{row.time}{row.fee}{row.description}" for row in rows)
        assert squeezed(channels.HEADER + before + told) == squeezed(tidy(record["cach_thuc_thuc_hien"]))
        kept = channels.read(rows, Notebook()).terms
        assert squeezed("".join(map(channels.source_text, kept))) == squeezed(told)


def test_no_text_of_a_table_of_papers_is_lost():
    for record in sample(NATIONAL):
        notebook = Notebook()
        found = papers.read_flat(tidy(record["thanh_phan_ho_so"]), notebook)
        kept = Counter(
            squeezed("".join(f"{paper.name}{paper.form}" for paper in found.papers))
            + squeezed("".join(note.text for note in found.notes))
            + squeezed("".join(case.name for case in found.cases.values()))
        )
        source = tidy(record["thanh_phan_ho_so"]).replace(papers.HEADER, "")
        missing = Counter(squeezed(clean(source))) - kept
        # what is left over are the counts themselves and the marks around titles
        assert set(missing) <= set("0123456789bảnchísao,-*:"), (record["ma_thu_tuc"], missing)


def test_no_text_of_the_steps_is_lost():
    for record in sample(NATIONAL):
        steps = references.steps(record["trinh_tu_thuc_hien"])
        assert squeezed("".join(steps)) == squeezed(stated(record["trinh_tu_thuc_hien"]))


def _cells(record):
    """Yield (limit kind, fee kind, doubted) of each row: value, stated (the source says there is none), unread."""
    rows, _ = channels.split(tidy(record["cach_thuc_thuc_hien"]))
    notebook = Notebook()
    doubts = {}
    terms = channels.read(rows, notebook).terms
    for doubt in notebook.all():
        doubts.setdefault(doubt.field, []).append(doubt.why)
    for number, row in enumerate(terms):
        limit, fees = doubts.get(f"terms.{number}.limit", []), doubts.get(f"terms.{number}.fees", [])
        unread = (channels.NO_UNIT, channels.UNREAD, channels.GLUED)
        yield (
            "value" if row.limit else "unread" if any(why.startswith(unread) for why in limit) else "stated",
            "value"
            if row.fees and all(fee.amount_vnd is not None for fee in row.fees)
            else "unread"
            if any(why.startswith(channels.GLUED) for why in fees)
            else "stated",
            bool(limit or fees),
        )


def test_at_least_85_percent_of_the_channel_rows_are_read(capsys):
    """A row is read when both cells are: a value, or what the source says instead of one.

    Said instead: “Không có thông tin”, “Không quy định”, that the People's Council decides, a sum in dollars, a note that
    contradicts its cell — each of these is flagged with the source's words. Not read: a number without unit, numbers
    run together.
    """
    rows = [cells for record in sample(NATIONAL) for cells in _cells(record)]
    read_ = [cells for cells in rows if "unread" not in cells[:2]]
    values = [cells for cells in rows if cells[:2] == ("value", "value")]
    sure = [cells for cells in values if not cells[2]]
    with capsys.disabled():
        print(
            f"\nchannel rows {len(rows)}: limit and fee read {len(read_)} ({len(read_) / len(rows):.1%}), of these both "
            f"are figures {len(values)} ({len(values) / len(rows):.1%}), without any flag {len(sure)}; "
            f"limit read {sum(c[0] != 'unread' for c in rows)}, a figure {sum(c[0] == 'value' for c in rows)}; "
            f"fee read {sum(c[1] != 'unread' for c in rows)}, a figure {sum(c[1] == 'value' for c in rows)}"
        )

    assert len(rows) == 752
    assert len(read_) / len(rows) >= 0.85


def test_no_labelled_row_is_read_wrongly(capsys):
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    by_code = {record["ma_thu_tuc"]: record for record in sample(NATIONAL)}
    wrong, unlike, unflagged = [], [], []
    for label in labels:
        rows, _ = channels.split(tidy(by_code[label["code"]]["cach_thuc_thuc_hien"]))
        notebook = Notebook()
        terms = channels.read(rows, notebook).terms[label["row"]]
        flagged = any(doubt.field.startswith(f"terms.{label['row']}.") for doubt in notebook.all())
        amounts = [fee.amount_vnd for fee in terms.fees if fee.amount_vnd is not None]
        local = any(fee.local for fee in terms.fees)
        found = {
            "channel": terms.channel.value,
            "limit": {"value": terms.limit.value, "unit": terms.limit.unit.value} if terms.limit else None,
            "fees": amounts,
            "fee_kind": "local" if local else "free" if amounts == [0] else "amount" if amounts else "unknown",
        }
        same = all(label[name] == value for name, value in found.items())
        unlike += [] if same else [label["code"]]
        wrong += [] if same or flagged else [label["code"]]
        unflagged += [label["code"]] if label["flag"] and not flagged else []
    with capsys.disabled():
        print(f"\nlabelled rows {len(labels)}: wrong {len(wrong)}, unlike the label though flagged {len(unlike)}")

    assert wrong == []
    assert unflagged == []


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "count"), [(NATIONAL, 300), (PORTAL, 10), (MINISTRY, 10)])
def test_a_sample_is_read_whole_and_a_second_run_changes_nothing(name, count, capsys):
    given = sample(name)
    started = perf_counter()
    first = imports.import_records(given, by=system("test"), at=AT)
    middle = perf_counter()
    again = imports.import_records(given, by=system("test"), at=AT)
    with capsys.disabled():
        print(f"\n{name}: first {middle - started:.2f} s, repeat {perf_counter() - middle:.3f} s, {first.to_json()}")

    assert (first.read, first.new, first.refused) == (count, count, 0)
    assert again.to_json() == {
        "read": count, "new": 0, "changed": 0, "unchanged": count, "flagged": 0, "refused": 0
    }  # fmt: skip
    for record in given:
        shape = records.shape_of(record)
        assert review.sheet(review.newest(records.key_of(record, shape)), on=AT.date()).raw == record
