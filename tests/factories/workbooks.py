"""Spreadsheets as they are read back: plain XML of a zip, apart from what wrote them."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows_of(content, sheet=1):
    """Return the rows of a sheet as texts and numbers, a cell that is not there as None, and how many formulas it has."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            shared = [_inner(one) for one in ET.fromstring(book.read("xl/sharedStrings.xml"))]
        tree = ET.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    rows = []
    for row in tree.iter(f"{_MAIN}row"):
        cells = {_place(cell.get("r")): _value(cell, shared) for cell in row}
        rows.append([cells.get(place) for place in range(max(cells, default=-1) + 1)])
    return rows, len(list(tree.iter(f"{_MAIN}f")))


def _value(cell, shared):
    text = cell.findtext(f"{_MAIN}v")
    if cell.get("t") == "s":
        return shared[int(text)]
    if cell.get("t") == "inlineStr":
        return _inner(cell)
    return None if text is None else int(text) if text.lstrip("-").isdigit() else float(text)


def _inner(element):
    return "".join(part.text or "" for part in element.iter(f"{_MAIN}t"))


def _place(address):
    """Return the place of a column, 0 of A, from “AB12”."""
    place = 0
    for letter in address.rstrip("0123456789"):
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
