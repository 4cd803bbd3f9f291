import pypdfium2
import pytest


@pytest.fixture
def pages():
    """Open a PDF with another program than the one that wrote it."""
    opened = []

    def read(content):
        document = pypdfium2.PdfDocument(content)
        opened.append(document)
        return document

    yield read
    for document in opened:
        document.close()
