"""What the gateway tells us later: whether a short message reached its telephone."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotFound
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.notifications.services import delivery

from . import mapping, seal

GATEWAY = Actor(kind=ActorKind.PARTNER, name="Cổng tin nhắn", label="sms_gateway")
_MOST_BYTES = 64 * 1024


@csrf_exempt
@require_POST
def report(request: HttpRequest) -> JsonResponse:
    """Take a signed report. An unknown message is answered 200 too: telling it again would not help."""
    if int(request.headers.get("Content-Length") or 0) > _MOST_BYTES:
        return JsonResponse({"error": "too_large"}, status=413)
    at, body = clock.now(), request.body
    secret = settings.SMS["secret"]
    if not seal.is_signed(secret, body, request.headers.get(seal.HEADER, ""), int(at.timestamp())):
        return JsonResponse({"error": "bad_signature"}, status=401)
    said = mapping.report_of(body)
    if said is None:
        return JsonResponse({"error": "not_a_report"}, status=400)
    try:
        delivery.report(said.reference, delivered=said.delivered, said=said.said, by=GATEWAY, at=at)
    except NotFound:
        return JsonResponse({"known": False})
    return JsonResponse({"known": True})
