import pytest
from django.test import RequestFactory, override_settings

from motcua.doors.web.ui.files import file_response
from motcua.tools.documents.queries import StoredFile


def a_file(*, rendered, name="Giấy tiếp nhận “hồ sơ”; ma=1.pdf"):
    return StoredFile(name=name, media_type="application/pdf", size=4, rendered=rendered, chunks=iter([b"%P", b"DF"]))


@pytest.mark.parametrize(
    ("rendered", "inline", "shown"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_only_our_own_papers_are_shown_in_the_browser(rendered, inline, shown):
    answer = file_response(a_file(rendered=rendered), inline=inline)
    assert answer["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert ("sandbox" in answer["Content-Security-Policy"]) is not shown
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_the_vietnamese_name_travels_whole_and_cannot_break_the_header():
    answer = file_response(a_file(rendered=False, name='đơn"\r\nX: y.pdf'))
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C4%91%C6%A1n%22%0D%0AX%3A%20y.pdf"
    assert b"".join(answer.streaming_content) == b"%PDF"


def test_the_middlewares_leave_it_as_it_is():
    from csp.middleware import CSPMiddleware
    from django.middleware.clickjacking import XFrameOptionsMiddleware
    from django.middleware.gzip import GZipMiddleware

    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    serve = CSPMiddleware(
        GZipMiddleware(XFrameOptionsMiddleware(lambda _: file_response(a_file(rendered=True), inline=True)))
    )
    with override_settings(X_FRAME_OPTIONS="DENY"):
        answer = serve(request)
    assert answer["Content-Length"] == "4"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; object-src")
    assert b"".join(answer.streaming_content) == b"%PDF"
