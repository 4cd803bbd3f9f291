"""Whether the house is open: web answers, the database answers, a worker's heart beats."""

from http import HTTPStatus

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_FRESH_SECONDS = 15  # three beats
_BEATS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s::float8)"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all three serve, else 503 naming what does not."""
    del request
    found = {"web": True, "database": True, "worker": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute(_BEATS, [_FRESH_SECONDS])
            found["worker"] = cursor.fetchone()[0] > 0
    except DatabaseError:
        found["database"] = False
        connection.close()
    return JsonResponse(found, status=HTTPStatus.OK if all(found.values()) else HTTPStatus.SERVICE_UNAVAILABLE)
