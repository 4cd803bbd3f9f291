"""What can be told of a PDF/A-2b file without a full validator, which is not to be had: its declaration and structure."""

import io

import pikepdf

_SHOWS = {"Tj", "TJ", "'", '"'}


def faults(content):
    """Return what speaks against PDF/A-2b; () where nothing of what we look at does."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = [*_declared(pdf), *_fonts(pdf), *_forbidden(pdf)]
        for number, page in enumerate(pdf.pages, 1):
            if missing := _missing_glyphs(page):
                found.append(f"page {number}: {missing} signs without a shape")
        return tuple(found)


def _declared(pdf):
    with pdf.open_metadata() as said:
        if (said.get("pdfaid:part"), said.get("pdfaid:conformance")) != ("2", "B"):
            yield "does not declare PDF/A-2b"
        if not said.get("dc:title"):
            yield "no title"
        if str(pdf.docinfo.get("/Title", "")) not in ("", said.get("dc:title")):
            yield "two titles"
    intents = pdf.Root.get("/OutputIntents", [])
    if not any(intent.S == "/GTS_PDFA1" and "/DestOutputProfile" in intent for intent in intents):
        yield "no output intent with a colour profile"
    if str(pdf.Root.get("/Lang", "")).lower() != "vi-vn":
        yield "language is not Vietnamese"
    if "/StructTreeRoot" not in pdf.Root:
        yield "no structure for those who listen"
    if "/ID" not in pdf.trailer:
        yield "no identifier"


def _fonts(pdf):
    described = [found for found in pdf.objects if isinstance(found, pikepdf.Dictionary) and "/FontName" in found]
    if not described:
        yield "no fonts"
    for font in described:
        if not any(f"/FontFile{kind}" in font for kind in ("", "2", "3")):
            yield f"{font.FontName} is not embedded"
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == "/Type0" and "/ToUnicode" not in font:
            yield f"{font.BaseFont} cannot be read back"


def _forbidden(pdf):
    if pdf.is_encrypted:
        yield "encrypted"
    if "/JavaScript" in pdf.Root.get("/Names", {}) or "/OpenAction" in pdf.Root or "/AA" in pdf.Root:
        yield "does something by itself"
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream) and (found.get("/Filter") == "/LZWDecode" or "/F" in found):
            yield "a stream that the standard forbids"


def _missing_glyphs(page):
    """Count glyph 0, the empty box. All our fonts are Identity-H: two bytes a glyph."""
    return sum(
        text[place : place + 2] == b"\0\0"
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) in _SHOWS
        for text in _strings(operands)
        for place in range(0, len(text), 2)
    )


def _strings(operands):
    for given in operands:
        if isinstance(given, pikepdf.Array):
            yield from (bytes(part) for part in given if isinstance(part, pikepdf.String))
        elif isinstance(given, pikepdf.String):
            yield bytes(given)
