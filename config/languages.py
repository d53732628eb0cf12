"""In which language an answer speaks: who asks decides, for pages and for the API.

The candidate's pages go by the cookie of their switch, then by the browser's Accept-Language; where neither
names a language that we speak, a page about a CV goes by that CV's. The API goes by Accept-Language alone, so
that an answer depends on nothing that its caller does not see. All else is in English: the admin, the schema.
Codes, names of fields and what is stored are never translated.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from typing import Final, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.decorators import sync_and_async_middleware
from django.utils.translation import gettext, gettext_noop
from django.utils.translation.trans_real import parse_accept_lang_header

from parsing.errors import MESSAGES

Answer = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]
API: Final = "/api/v1/"
PAGES: Final = "/cv/"
_SAID_TO_A_FRIEND: Final = (
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a valid URL."),
    gettext_noop("Ensure this value is greater than or equal to {min_value}."),
    gettext_noop("Ensure this value is less than or equal to {max_value}."),
)
"""Of REST framework's own sentences those that its German says as if to a friend: ours say them politely."""
CODES: Final = tuple(code for code, _ in settings.LANGUAGES)


@sync_and_async_middleware
def in_their_language(get_response: Answer) -> Answer:
    """Answer in the language of whoever asks, and say so in Content-Language and Vary."""
    if iscoroutinefunction(get_response):

        async def answer_async(request: HttpRequest) -> HttpResponseBase:
            with translation.override(_chosen(request)):
                return _told(request, await get_response(request))

        return answer_async

    def answer(request: HttpRequest) -> HttpResponseBase:
        with translation.override(_chosen(request)):
            return _told(request, cast(HttpResponseBase, get_response(request)))

    return answer


def current() -> str:
    """The language of what is said now, one of ours."""
    code = translation.get_language() or ""
    return code if code in CODES else settings.LANGUAGE_CODE


def refusal(code: str, message: str = "") -> str:
    """What is wrong with a file, in the language of the answer.

    Where a message says more than its code and cannot be said in that language, what the code says.
    """
    told = gettext(message) if message else ""
    if (told == message and current() != settings.LANGUAGE_CODE) or not told:
        return gettext(MESSAGES[code]) if code in MESSAGES else told
    return told


def named_in(request: HttpRequest) -> str | None:
    """The language that this request names, None where it names none of ours."""
    if (
        request.path.startswith(PAGES)
        and (told := request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)) in CODES
    ):
        return told
    for wanted, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if wanted == "*":
            break
        if (code := wanted.partition("-")[0]) in CODES:
            return code
    return None


def _speaks(request: HttpRequest) -> bool:
    return request.path.startswith((API, PAGES))


def _chosen(request: HttpRequest) -> str:
    return (named_in(request) if _speaks(request) else None) or settings.LANGUAGE_CODE


def _told(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if _speaks(request):
        patch_vary_headers(cast(HttpResponse, response), ["Accept-Language"])
        response.headers.setdefault("Content-Language", current())
    return response
