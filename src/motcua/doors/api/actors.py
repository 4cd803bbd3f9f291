"""Who calls: a bearer token stands for an account, and the account acts from one of its posts."""

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed
from motcua.people.agencies.queries import callers

POST_HEADER = "X-Post"


class Request(HttpRequest):
    """A request of a known caller."""

    auth: Actor
    posts: tuple[int, ...]


class Caller(HttpBearer):
    """Issue a token with ``motcua token EMAIL``. ``X-Post: 17`` acts from another post than the first."""

    openapi_name = "bearer"

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the actor; None for a token that is unknown, revoked, or of the demo in production."""
        posts = callers.actors_of_token(token, on=clock.now(), demo=not settings.PRODUCTION)
        if posts is None:
            return None
        if not posts:
            raise NotAllowed("Tài khoản này không giữ vị trí công tác nào hôm nay. Liên hệ quản trị đơn vị.")
        request.posts = tuple(actor.post_id for actor in posts)  # type: ignore[attr-defined]
        wanted = request.headers.get(POST_HEADER, "")
        if not wanted:
            return posts[0]
        for actor in posts:
            if str(actor.post_id) == wanted:
                return actor
        raise NotAllowed(f"Tài khoản này không giữ vị trí {wanted[:20]} hôm nay. Xem GET /api/v1/me.")
