"""Who may ask this server? Only this machine, only its own page, and control calls only with the run's token."""

import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.playground.wire import says

HERE = ("127.0.0.1", "localhost", "[::1]")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADER = "X-Playground-Token"
QUERY_ALLOWED = ("/_playground/stream", "/_playground/file/")
CONTROL = "/_playground/"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def host_of(address: str) -> str:
    """`127.0.0.1` of `127.0.0.1:8080`."""
    return address.rpartition(":")[0] or address


def from_here(request: web.Request) -> bool:
    """Host names this machine (a foreign name would be DNS rebinding), and an Origin, if given, is our page."""
    host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
    return host_of(host) in HERE and (origin is None or origin == f"http://{host}")


def has_token(request: web.Request, token: str) -> bool:
    given = request.headers.get(HEADER, "")
    if not given and request.path.startswith(QUERY_ALLOWED):
        given = request.query.get("token", "")
    return hmac.compare_digest(given.encode(), token.encode())


def guard(token: str) -> Middleware:
    """The middleware in front of everything."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not from_here(request):
            raise web.HTTPForbidden(text=says("foreign"))
        if request.path.startswith(CONTROL) and not has_token(request, token):
            return web.json_response({"ok": False, "error": "bad_token", "message": says("bad_token")}, status=403)
        return await handler(request)

    return guarded


async def harden(request: web.Request, response: web.StreamResponse) -> None:
    """Headers on every answer."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-store")
