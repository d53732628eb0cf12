"""The ASGI application: event streams run on the event loop, everything else in a pool of threads.

Django under ASGI gives each request a thread of its own, and with it a new connection to the database: twice
the time of a small request (14 ms instead of 5), and idle connections that pile up. Threads that stay keep
theirs. Only streams need the event loop; they hold neither thread nor connection.
"""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from asgiref.sync import sync_to_async
from asgiref.wsgi import WsgiToAsgiInstance
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application

Scope = dict[str, object]
Event = Mapping[str, object]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

streaming: Final = get_asgi_application()
plain: Final = get_wsgi_application()

from django.conf import settings  # noqa: E402 - settings are ready only now

STREAMS: Final = "/events/"
threads: Final = ThreadPoolExecutor(settings.WEB_THREADS, thread_name_prefix="request")


class TooLarge(Exception):
    """More came than any request may bring."""


class InThreads(WsgiToAsgiInstance):
    """One request to the WSGI application, in the pool instead of asgiref's one thread."""

    run_wsgi_app = sync_to_async(
        WsgiToAsgiInstance.__dict__["run_wsgi_app"].func, thread_sensitive=False, executor=threads
    )


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] != "http" or str(scope["path"]).endswith(STREAMS):
        await streaming(scope, receive, send)
    else:
        await _answer_in_thread(scope, receive, send)


async def _answer_in_thread(scope: Scope, receive: Receive, send: Send) -> None:
    async def pass_on(event: Event) -> None:
        # asgiref wants a coroutine function, and the server's own is none.
        await send(event)

    try:
        await InThreads(plain)(scope, _counted(receive), pass_on)  # type: ignore[no-untyped-call]
    except TooLarge:
        await _refuse(send)


async def _live(receive: Receive, send: Send) -> None:
    """Say that nothing has to be done at start and end."""
    while True:
        event = await receive()
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return


def _counted(receive: Receive) -> Receive:
    """`receive`, ended by TooLarge: the whole body is spooled to disk before Django sees its first byte."""
    received = 0

    async def count() -> Event:
        nonlocal received
        event = await receive()
        body = event.get("body", b"")
        if isinstance(body, bytes):
            received += len(body)
            if received > settings.UPLOAD_MAX_REQUEST_BYTES:
                raise TooLarge
        return event

    return count


async def _refuse(send: Send) -> None:
    """413 as a problem."""
    from config.problems import PROBLEM_JSON, problem_of
    from parsing.errors import MESSAGES

    body = json.dumps(problem_of(413, "too_large", MESSAGES["too_large"])).encode()
    headers = [(b"content-type", PROBLEM_JSON.encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
