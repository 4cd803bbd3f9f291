"""`make prove ISSUE=papers [N=5000]`: a year's register printed and read back line by line; the figure comes last."""

import argparse
import os
import resource
import time

import pypdfium2

from motcua.casework.dossiers.rules.forms import register
from motcua.casework.dossiers.services import _typst
from motcua.casework.dossiers.vocabulary import Form
from tests.casework.dossiers.papers import archive, examples

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
os.environ.setdefault("MOTCUA_ENV", "test")
options = argparse.ArgumentParser()
options.add_argument("--n", type=int, default=5000, help="how many lines the year has")
wanted = options.parse_args().n
year = examples.a_register(wanted)
blank = examples.blank(examples.NEW, Form.REGISTER)
found, sheets, slowest, spent = [], 0, 0.0, 0.0
for book in register.volumes(year):
    began = time.monotonic()
    content = _typst.render_apart(blank.template, blank.said(book))
    took = time.monotonic() - began
    slowest, spent = max(slowest, took), spent + took
    assert archive.faults(content) == ()
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    sheets += len(document)
    found += [line.code for line in book.lines if text.count(line.code) == 1]
    print(f"volume {book.volume}: {len(book.lines)} lines, {len(document)} pages, {took:.1f} s", flush=True)
    document.close()
assert found == [line.code for line in year.lines], "a line is missing or stands twice"
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(
    f"{wanted} lines, each once on one of {sheets} pages, {spent:.1f} s, slowest volume {slowest:.1f} s, "
    f"at most {peak} MB in the printing process"
)
