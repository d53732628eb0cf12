"""What can be told, where it leads, and in which words e-mails say it.

Sentences stand here in English and are said in the language that is active.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

Value: TypeAlias = str | int | bool | list[str] | None
Data: TypeAlias = Mapping[str, Value]


class Event(NamedTuple):
    """A kind of event. `path` is the API's address of the thing, `page` the one for people, both with names
    of the data in braces; `subject` and `text` are for e-mails, with `{name}` besides.

    `by_email`: `never`, `asked` (who wants it), `usual` (unless refused), `always` (nobody can refuse).
    """

    title: str
    path: str
    page: str = ""
    subject: str = ""
    text: str = ""
    by_email: str = "never"


EVENTS: Final[dict[str, Event]] = {
    "resume.parsed": Event(
        _("A résumé was read"),
        "/api/v1/resumes/{resume}/",
        "/admin/parsing/resume/{resume}/change/",
        _("A résumé was read"),
        _("The résumé “{name}” was read."),
        "asked",
    ),
    "resume.failed": Event(
        _("A résumé could not be read"),
        "/api/v1/resumes/{resume}/",
        "/admin/parsing/resume/{resume}/change/",
        _("A résumé could not be read"),
        _("The résumé “{name}” could not be read ({error_code})."),
        "asked",
    ),
    "batch.finished": Event(
        _("A batch came to its end"),
        "/api/v1/batches/{batch}/",
        "/admin/parsing/batch/{batch}/change/",
        _("Your batch is finished"),
        _("The batch “{name}” is finished: {read} of {items} were read."),
        "asked",
    ),
    "ranking.finished": Event(
        _("A ranking came to its end"),
        "/api/v1/rankings/{ranking}/",
        "",
        _("Your ranking is finished"),
        _("The ranking for “{name}” is finished: {state}."),
        "asked",
    ),
    "candidate.created": Event("A person is new", "/api/v1/candidates/{candidate}/"),
    "candidate.merged": Event("A person became part of another", "/api/v1/candidates/{candidate}/"),
    "candidate.unmerged": Event("A merge was undone", "/api/v1/candidates/{candidate}/"),
    "candidate.moved": Event("People moved between jobs, stages or labels", "/api/v1/applications/"),
    "candidate.erased": Event("A person was erased", "/api/v1/candidates/"),
    "saved_search.matched": Event(
        _("A saved search found new people"),
        "/api/v1/saved-searches/{saved_search}/matches/",
        "",
        _("{people} for “{name}”"),
        _("Your saved search “{name}” found {people}."),
        "usual",
    ),
    "webhook.disabled": Event(
        _("A webhook was disabled"),
        "/api/v1/webhooks/{webhook}/",
        "/admin/accounts/webhookendpoint/{webhook}/change/",
        _("Your webhook was disabled"),
        _("Nothing is sent to {name} any more: {reason}. Mend it, enable it, and ask for what it missed."),
        "always",
    ),
    "webhook.test": Event("Somebody asked for a test", "/api/v1/webhooks/{webhook}/"),
}
"""Names are never renamed; the data may get more members."""

FOR_WEBHOOKS: Final = tuple(name for name in EVENTS if not name.startswith("webhook."))
FOR_EMAIL: Final = tuple(name for name, event in EVENTS.items() if event.by_email in ("asked", "usual"))
REASONS: Final[dict[str, str]] = {
    "asked": _("it was switched off"),
    "gone": _("it answered 410 Gone"),
    "failing": _("it took nothing for three days"),
    "owner_left": _("its owner may not see candidates any more"),
}
"""Why an endpoint is disabled. Codes are never renamed."""
_STATES: Final[dict[str, str]] = {
    "completed": _("everybody was ranked"),
    "partial": _("some could not be read or ranked"),
    "failed": _("it failed"),
    "cancelled": _("it was cancelled"),
}


class _Said(dict[str, Value]):
    """Data in which nothing is missing: a sentence with a gap is better than none."""

    def __missing__(self, name: str) -> str:
        return ""


def path_of(event: str, data: Data) -> str:
    """The API's address of what it happened to."""
    return EVENTS[event].path.format_map(_Said(data))


def page_of(event: str, data: Data) -> str:
    """Where a person looks at it: a page, or the API's address where there is none."""
    return (EVENTS[event].page or EVENTS[event].path).format_map(_Said(data))


def title_of(event: str) -> str:
    """What kind of event it is."""
    return gettext(EVENTS[event].title)


def words_of(event: str, name: str, data: Data) -> tuple[str, str]:
    """The subject and the sentence of an e-mail."""
    kind = EVENTS[event]
    more = {
        "name": name or gettext("without a name"),
        "people": _people(data),
        "reason": _worded(REASONS, data.get("reason")),
        "state": _worded(_STATES, data.get("state")),
    }
    said = _Said({**data, **more})
    return " ".join(gettext(kind.subject).format_map(said).split()), gettext(kind.text).format_map(said)


def _people(data: Data) -> str:
    count = data.get("count")
    number = count if isinstance(count, int) else 0
    return ngettext("{count} new person", "{count} new people", number).format(count=number)


def _worded(words: Mapping[str, str], code: Value) -> str:
    """What a code means; one that is not known as it is."""
    told = str(code or "")
    return gettext(words[told]) if told in words else told
