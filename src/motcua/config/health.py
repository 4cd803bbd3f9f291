"""Whether the house is open: web answers, the database answers, a worker's heart beats."""

from http import HTTPStatus

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.ground.outbox import queries as outbox


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all three serve, else 503 naming what does not."""
    del request
    found = {"web": True, "database": True, "worker": False}
    try:
        found["worker"] = outbox.is_worked()
    except DatabaseError:
        found["database"] = False
        connection.close()
    return JsonResponse(found, status=HTTPStatus.OK if all(found.values()) else HTTPStatus.SERVICE_UNAVAILABLE)
