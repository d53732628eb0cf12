"""The pages: bring a résumé, correct what was read, say which job, take changes, choose a look, download.

Who sees what is decided by the same querysets as in the API. Pages that wait reload themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from accounts.models import Role, User
from accounts.notices.services import speak
from accounts.quotas import QuotaExceeded
from config.downloads import attachment
from config.languages import CODES, current, named_in, refusal
from cvimprover import services
from cvimprover.models import CvDocument, Improvement, Questionnaire, State
from cvimprover.rendering import KINDS
from cvimprover.web.forms import JobForm, LookForm, ResumeForms, UploadForm
from cvimprover.writing import quotes_of, worded
from cvimprover.writing.saying import notice_in_words
from cvimprover.writing.told_language import language_of
from parsing.errors import RejectedFile, StageError
from parsing.models import Parse
from parsing.pictures import drawn
from parsing.services import receive

P = ParamSpec("P")
LOGIN: Final = "/cv/login/"
STEPS: Final = (_("Upload"), _("What we read"), _("The job"), _("Changes"), _("Look"), _("Download"))
ANSWER: Final = "answer:"
TAKEN: Final = "taken"
BEGUN_OUT: Final = _("You began as many CVs as your plan gives for today. Come back tomorrow.")
ASKED_OUT: Final = _("You asked for as many versions as your plan gives for today. Come back tomorrow.")
PRINTED_OUT: Final = _("You printed as many CVs as your plan gives for now. Come back in an hour.")
OFFERED: Final = {
    "pdf": _("PDF, to send"),
    "docx": _("Word, to edit"),
    "html": _("Web page"),
    "md": "Markdown",
    "txt": _("Plain text"),
    "json": _("JSON Resume, for machines"),
}


def for_people(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, for whoever is logged in; who may only read sees it and changes nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and user_of(request).role == Role.VIEWER:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded, login_url=LOGIN)


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """One's CVs, and the place to bring a résumé."""
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            received = receive(user_of(request), file.name, file.read())
            row = services.create_questionnaire(user_of(request), {}, received.resume)
        except (RejectedFile, StageError) as error:
            form.add_error("file", refusal(error.code, error.message))
        except QuotaExceeded:
            form.add_error(None, BEGUN_OUT)
        else:
            return redirect("cv:read", row.pk)
    mine = Questionnaire.objects.filter(owner=user_of(request)).select_related("resume")[:50]
    return _shown(request, "start.html", {"form": form, "questionnaires": mine, "step": 1})


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, identity: UUID) -> HttpResponse:
    """What we read, to be corrected."""
    row = own(request, identity)
    try:
        profile = services.profile_of(row)
    except services.NotReady:
        return _reading(request, row)
    forms = ResumeForms(profile, posted(request))
    if request.method == "POST" and forms.is_valid():
        row.profile = forms.resume()
        row.save(update_fields=["profile", "updated_at"])
        if "more" in request.POST:
            return redirect("cv:read", row.pk)
        return redirect("cv:job", row.pk)
    return _shown(request, "read.html", {"row": row, "forms": forms, "step": 2})


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def job(request: HttpRequest, identity: UUID) -> HttpResponse:
    """The job that is wanted; saving it asks for a better CV."""
    row = own(request, identity)
    form = JobForm(posted(request), instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        if (made := _improved(request, row)) is not None:
            return redirect("cv:better", made.pk)
        return redirect("cv:job", row.pk)
    return _shown(request, "job.html", {"row": row, "form": form, "step": 3})


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def better(request: HttpRequest, identity: UUID) -> HttpResponse:
    """Every change, to be taken or left, and questions that only the candidate can answer."""
    version = own_version(request, identity)
    row = version.questionnaire
    if not version.is_final:
        return _waiting(request, row, _("We are looking at every line of your CV."), step=4)
    if version.found is None:
        return _failed(request, row, version.error_code)
    found = worded(services.found_in(version), current())
    if request.method == "POST":
        taken = set(request.POST.getlist(TAKEN))
        services.decline(
            version, [each.id for each in found.changes if each.id not in taken], actor=user_of(request)
        )
        answers = {
            name.removeprefix(ANSWER): value.strip()[: services.MAX_ANSWER_CHARACTERS]
            for name, value in request.POST.items()
            if name.startswith(ANSWER) and isinstance(value, str) and value.strip()
        }
        if "again" in request.POST and answers:
            row.answers = {**row.answers, **answers}
            row.save(update_fields=["answers", "updated_at"])
            if (made := _improved(request, row)) is not None:
                return redirect("cv:better", made.pk)
        return redirect("cv:look", version.pk)
    quotes = quotes_of(version.profile, row.answers, found, current())
    shown = {
        "row": row,
        "version": version,
        "found": found,
        "changes": [(change, quotes.get(change.id, ())) for change in found.changes],
        "declined": set(version.declined),
        "match": services.match_of(version, current()),
        "step": 4,
    }
    return _shown(request, "better.html", shown)


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, identity: UUID) -> HttpResponse:
    """How the CV shall look."""
    version = own_version(request, identity)
    form = LookForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            document = services.print_cv(version, "pdf", form.cleaned_data, actor=user_of(request))[0]
        except QuotaExceeded:
            form.add_error(None, PRINTED_OUT)
        except services.NotReady:
            return redirect("cv:better", version.pk)
        else:
            return redirect("cv:preview", document.pk)
    shown = {"row": version.questionnaire, "version": version, "form": form, "step": 5}
    return _shown(request, "look.html", shown)


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, identity: UUID) -> HttpResponse:
    """The pages as they will be printed, and every kind of file to take along."""
    document = own_document(request, identity)
    version = document.improvement
    row = version.questionnaire
    if not document.is_final:
        return _waiting(request, row, _("We are printing your CV and reading it back."), step=6)
    if document.state == State.FAILED:
        return _failed(request, row, document.error_code)
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in KINDS:
            raise Http404
        try:
            other = services.print_cv(version, kind, document.options, actor=user_of(request))[0]
        except QuotaExceeded:
            messages.error(request, PRINTED_OUT)
            return redirect("cv:preview", document.pk)
        return redirect("cv:file", other.pk)
    shown = {
        "row": row,
        "version": version,
        "document": document,
        "pages": range(1, (document.pages or 0) + 1),
        "notices": [notice_in_words(each, current()) for each in document.notices],
        "kinds": OFFERED,
        "step": 6,
    }
    return _shown(request, "preview.html", shown)


@for_people
@require_safe
def page(request: HttpRequest, identity: UUID, number: int) -> HttpResponse:
    """A page of the PDF as PNG."""
    document = own_document(request, identity)
    if document.state != State.DONE or document.kind != "pdf" or not 1 <= number <= (document.pages or 0):
        raise Http404
    picture = drawn(services.content_of(document), "pdf", number)
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, max-age=600"})


@for_people
@require_safe
def file(request: HttpRequest, identity: UUID) -> HttpResponse:
    """The file as a download; while it is being made, a page that waits for it."""
    document = own_document(request, identity)
    row = document.improvement.questionnaire
    if not document.is_final:
        return _waiting(request, row, _("We are making your file."), step=6)
    if document.state == State.FAILED:
        return _failed(request, row, document.error_code)
    data = services.downloaded(document, by=user_of(request))
    return attachment(data, name=document.file_name, mime=document.mime)


@for_people
@require_POST
def remove(request: HttpRequest, identity: UUID) -> HttpResponse:
    """A CV with everything that belongs to it, gone."""
    services.delete(own(request, identity), actor=user_of(request))
    messages.success(request, _("Your CV and everything that we made of it are deleted."))
    return redirect("cv:start")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The page that it was asked on, in another language; kept for a year.

    E-mails to who is logged in come in it, too.
    """
    wanted = request.POST.get("language", "")
    if request.user.is_authenticated and wanted in CODES:
        speak(user_of(request), wanted)
    return set_language(request)


def user_of(request: HttpRequest) -> User:
    """Who is logged in."""
    return cast(User, request.user)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also where it is empty; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def own(request: HttpRequest, identity: UUID) -> Questionnaire:
    """One's own questionnaire; 404 for all others."""
    rows = Questionnaire.objects.select_related("resume__latest_parse")
    row = get_object_or_404(rows, pk=identity, owner=user_of(request))
    _speak_as(request, row)
    return row


def own_version(request: HttpRequest, identity: UUID) -> Improvement:
    """One's own improvement; 404 for all others."""
    rows = Improvement.objects.select_related("questionnaire")
    version = get_object_or_404(rows, pk=identity, questionnaire__owner=user_of(request))
    _speak_as(request, version.questionnaire)
    return version


def own_document(request: HttpRequest, identity: UUID) -> CvDocument:
    """One's own file; 404 for all others."""
    rows = CvDocument.objects.select_related("improvement__questionnaire")
    document = get_object_or_404(rows, pk=identity, improvement__questionnaire__owner=user_of(request))
    _speak_as(request, document.improvement.questionnaire)
    return document


def _speak_as(request: HttpRequest, row: Questionnaire) -> None:
    """Go on in the language of the CV, where the request names none that we speak."""
    if named_in(request) is not None:
        return
    try:
        language = language_of(services.profile_of(row))
    except services.NotReady:
        return
    if language in CODES:
        translation.activate(language)


def _shown(request: HttpRequest, page: str, shown: dict[str, object], *, status: int = 200) -> HttpResponse:
    return render(request, f"candidate/{page}", {"steps": STEPS, **shown}, status=status)


def _improved(request: HttpRequest, row: Questionnaire) -> Improvement | None:
    """The new version, None where it may not be made now: a message says why."""
    try:
        return services.improve(row, actor=user_of(request))
    except QuotaExceeded:
        messages.error(request, ASKED_OUT)
    except services.NotReady:
        messages.error(request, _("Your résumé is still being read. Try again in a moment."))
    return None


def _reading(request: HttpRequest, row: Questionnaire) -> HttpResponse:
    parse = row.resume.latest_parse if row.resume else None
    if parse is None or parse.status == Parse.Status.FAILED:
        return _failed(request, row, parse.error_code if parse else "", parse.error_message if parse else "")
    return _waiting(request, row, _("We are reading your résumé."), step=2)


def _waiting(request: HttpRequest, row: Questionnaire, what: Promise, *, step: int) -> HttpResponse:
    """A page that asks again by itself."""
    return _shown(request, "waiting.html", {"row": row, "what": what, "step": step}, status=202)


def _failed(request: HttpRequest, row: Questionnaire, code: str, message: str = "") -> HttpResponse:
    shown = {"row": row, "code": code, "message": refusal(code, message)}
    return _shown(request, "failed.html", shown)
