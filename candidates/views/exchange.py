"""People in and out as files."""

from __future__ import annotations

from typing import Final, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import MayUseAsStaff
from candidates.exchange.types import ENDING, MIME, Exported, Kind, Refused
from candidates.models import Candidate
from candidates.selectors import candidates_for
from candidates.services import bringing
from candidates.views.common import PeopleView, StaffView, valid
from candidates.views.people import CandidateFilter
from config.api import ApiError

KINDS: Final = ("json", "csv", "xlsx", "vcard")
WHOLE: Final = "zip"
MOST_BYTES: Final = 10_000_000
NOT_CARRIED: Final = OpenApiParameter(
    "Not-Carried",
    str,
    OpenApiParameter.HEADER,
    response=[200],
    description="What is known and is not in it.",
)
FILES: Final = {(200, mime.partition(";")[0]): OpenApiTypes.BINARY for mime in MIME.values()}


class KindQuery(serializers.Serializer[object]):
    """Which format."""

    kind = serializers.ChoiceField(choices=KINDS, default="json")


class WholeQuery(serializers.Serializer[object]):
    """Which format of one person; `zip` is everything that is known, but colleagues' notes for the person."""

    kind = serializers.ChoiceField(choices=(*KINDS, WHOLE), default="json")


class ImportForm(serializers.Serializer[object]):
    """A file of people."""

    file = serializers.FileField(max_length=255)
    kind = serializers.ChoiceField(
        choices=KINDS, required=False, help_text="Told by the file's ending otherwise."
    )


class LossSerializer(serializers.Serializer[object]):
    """Something of the file that was not taken."""

    where = serializers.CharField()
    why = serializers.CharField()


class ImportedSerializer(serializers.Serializer[object]):
    """What became of a file."""

    made = serializers.IntegerField(help_text="New people.")
    ids = serializers.ListField(child=serializers.UUIDField())
    not_carried = LossSerializer(many=True)


class CandidateExport(PeopleView):
    """One person as a file."""

    @extend_schema(summary="Take a candidate along", parameters=[WholeQuery, NOT_CARRIED], responses=FILES)
    def get(self, request: Request, identity: UUID) -> HttpResponse:
        """The file. `Not-Carried` names what it does not hold."""
        candidate = self.candidate(identity)
        kind = str(valid(WholeQuery(data=request.query_params))["kind"])
        if kind == WHOLE:
            is_own = not self.user().sees_everything
            whole = bringing.export_whole(candidate, actor=self.user(), is_own=is_own)
            return download(whole, kind, str(candidate.pk))
        if not self.user().sees_everything and kind in ("csv", "xlsx"):
            raise PermissionDenied("Tables hold labels and tags. Ask for kind=json or kind=vcard.")
        exported = bringing.export_person(candidate, cast(Kind, kind), actor=self.user())
        return download(exported, kind, str(candidate.pk))


class CandidatesExport(StaffView, generics.GenericAPIView[Candidate]):
    """Everybody whom the filters leave, as a file."""

    queryset = Candidate.objects.none()
    serializer_class = KindQuery  # type: ignore[assignment]  # only its schema is asked for
    filterset_class = CandidateFilter

    def get_queryset(self) -> QuerySet[Candidate]:
        """The candidates that the user may see, newest first."""
        return candidates_for(self.user()).order_by("-created_at", "id")

    @extend_schema(
        summary="Take candidates along",
        description=f"The newest {bringing.MOST_EXPORTED} whom the filters of the list leave.",
        operation_id="candidates_export_list",
        parameters=[KindQuery, NOT_CARRIED],
        responses=FILES,
    )
    def get(self, request: Request) -> HttpResponse:
        """The file. `Not-Carried` names what it does not hold."""
        kind = cast(Kind, valid(KindQuery(data=request.query_params))["kind"])
        found = self.filter_queryset(self.get_queryset())
        return download(bringing.export_people(found, kind, actor=self.user()), kind, "candidates")


class CandidateImport(StaffView):
    """A file of people."""

    permission_classes = (MayUseAsStaff,)
    parser_classes = (MultiPartParser, FormParser)

    @extend_schema(
        summary="Bring candidates without résumés",
        description="JSON Resume (one or a list), CSV, XLSX or vCard. Nothing is lost in silence: "
        "`not_carried` names it.",
        request={"multipart/form-data": ImportForm},
        responses={201: ImportedSerializer},
    )
    def post(self, request: Request) -> Response:
        """201 with the new ids; 400 `file_unreadable` where the file is none of these."""
        form = ImportForm(data=request.data)
        told = valid(form)
        file = request.FILES["file"]
        kind = str(told.get("kind") or _kind_of(str(file.name)))
        if kind not in KINDS:
            raise ApiError("file_unreadable", status=400, detail="Say which kind of file it is: `kind`.")
        if (file.size or 0) > MOST_BYTES:
            raise ApiError("file_unreadable", status=413, detail=f"At most {MOST_BYTES // 1_000_000} MB.")
        try:
            imported = bringing.read_people(cast(Kind, kind), file.read())
        except Refused as error:
            raise ApiError("file_unreadable", status=400, detail=str(error)) from error
        made = bringing.bring(imported, actor=self.user())
        lost = [loss._asdict() for loss in imported.losses]
        ids = [str(each) for each in made]
        return Response({"made": len(made), "ids": ids, "not_carried": lost}, status=201)


def download(exported: Exported, kind: str, name: str) -> HttpResponse:
    """The file as a download that nothing may run or keep."""
    response = HttpResponse(exported.data, content_type=MIME[kind])
    file_name = f"{name}.{ENDING[kind]}"
    response["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    response["Not-Carried"] = ", ".join(exported.not_carried)[:1000].encode("ascii", "replace").decode()
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response


def _kind_of(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return {"vcf": "vcard", "tsv": "csv"}.get(ending, ending)
