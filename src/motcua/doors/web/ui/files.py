"""Files on their way to a browser: never sniffed, never run, never cached."""

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from motcua.tools.documents.queries import StoredFile

_SEALED = "default-src 'none'; sandbox"
# A browser shows a PDF by its own viewer, which some do not start in a sandbox; nothing but that viewer may run.
_SHOWN = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def file_response(stored: StoredFile, *, inline: bool = False) -> StreamingHttpResponse:
    """Return the file as a download; ``inline`` shows it, which only the PDFs we rendered ourselves may be."""
    shown = inline and stored.rendered
    response = StreamingHttpResponse(stored.chunks, content_type=stored.media_type)
    response.headers["Content-Length"] = str(stored.size)
    response.headers["Content-Disposition"] = content_disposition_header(not shown, stored.name) or "attachment"
    response.headers["Content-Encoding"] = "identity"  # compressed already: no gzip, and the length stays true
    response.headers["Content-Security-Policy"] = _SHOWN if shown else _SEALED
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if shown else "DENY"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
