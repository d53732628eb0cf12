"""Search, people like somebody, and searches that are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, cast
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from candidates.facets.narrowing import faults_of
from candidates.models import Candidate, JobProfile, Label, SavedSearch, SearchMatch
from candidates.search.base import FACETS, SORTS, Facet, IndexBusy, IndexMissing
from candidates.search.base import Count as Counted
from candidates.search.highlighting import Highlight
from candidates.search.indexes import candidate_index, vectors
from candidates.search.jobs import with_jobs
from candidates.search.language import QuerySyntaxError, parse
from candidates.search.places import Place, places_of
from candidates.search.saved import people_of
from candidates.search.searching import MODES, CursorUnknown, Hit, Result, Wanted, find_parsed, more_like
from candidates.selectors import marked
from candidates.serializers import CandidateSerializer, ListedCandidateSerializer
from candidates.views.common import StaffView, valid
from config.api import ApiError, NewestFirst

if TYPE_CHECKING:
    from candidates.search.base import Found

PAGE: Final = 25
LARGEST_PAGE: Final = 100
RETRY_SECONDS: Final = 2


class AskSerializer(serializers.Serializer[object]):
    """What is looked for."""

    q = serializers.CharField(
        default="", allow_blank=True, max_length=1000,
        help_text='Words, "phrases", AND OR NOT -, begin*, fuzzy~, field:value, years:>=5.',
    )  # fmt: skip
    mode = serializers.ChoiceField(MODES, default="hybrid")
    sort = serializers.ChoiceField(SORTS, default="relevance")
    facets = serializers.CharField(
        default="", allow_blank=True, help_text=f"Of {', '.join(FACETS)}, with commas."
    )
    cursor = serializers.CharField(default="", max_length=8000)
    page_size = serializers.IntegerField(default=PAGE, min_value=1, max_value=LARGEST_PAGE)

    def validate_facets(self, text: str) -> tuple[Facet, ...]:
        """The facets; an unknown one is named."""
        wanted = [each.strip() for each in text.split(",") if each.strip()]
        for each in wanted:
            if each not in FACETS:
                raise ValidationError(f"There is no facet {each!r}. Facets are {', '.join(FACETS)}.")
        return tuple(facet for facet in FACETS if facet in wanted)


class HighlightSerializer(serializers.Serializer[object]):
    """A piece of the résumé, what was asked for in it, and where it stands."""

    path = serializers.CharField(help_text="In JSON Resume, such as work.0.position.")
    text = serializers.CharField()
    marks = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()),
        help_text="[start, end) of characters in `text`.",
    )
    page = serializers.IntegerField(allow_null=True)
    bbox = serializers.ListField(
        child=serializers.FloatField(), allow_null=True, help_text="[x0, y0, x1, y1] in 0–1 of the page."
    )


class HitSerializer(serializers.Serializer[object]):
    """Somebody who was found."""

    candidate = CandidateSerializer()
    score = serializers.FloatField(help_text="Comparable within one answer only.")
    highlights = HighlightSerializer(many=True)


class FacetCountSerializer(serializers.Serializer[object]):
    """A value, its name for people, and how many of those found have it."""

    value = serializers.CharField()
    title = serializers.CharField()
    count = serializers.IntegerField()


class SearchResultSerializer(serializers.Serializer[object]):
    """A page of those who were found, best first."""

    results = HitSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Address of the next page.")
    total = serializers.IntegerField(help_text="How many have the words; nearness in meaning adds others.")
    mode = serializers.ChoiceField(MODES, help_text="What was done: `words` where vectors are not installed.")
    facets = serializers.DictField(child=FacetCountSerializer(many=True))
    suggestions = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Words that nobody has → what may be meant.",
    )


class SimilarSerializer(serializers.Serializer[object]):
    """People like somebody."""

    results = CandidateSerializer(many=True)


class CandidateSearch(StaffView):
    """Everybody, by words and by meaning."""

    @extend_schema(
        summary="Search candidates",
        description="Bad queries are `invalid`, with what is wrong and where. See docs/search.md.",
        parameters=[AskSerializer],
        responses=SearchResultSerializer,
    )
    def get(self, request: Request) -> Response:
        """A page of those who are found, with what was found in them."""
        told = valid(AskSerializer(data=request.query_params))
        result = _found(_wanted(told))
        following = replace_query_param(request.build_absolute_uri(), "cursor", result.next)
        return Response(
            {
                "results": _told_hits(result.hits),
                "next": following if result.next else None,
                "total": result.total,
                "mode": result.mode,
                "facets": _told_facets(result.facets),
                "suggestions": result.suggestions,
            }
        )


class SimilarCandidates(StaffView):
    """People like one."""

    @extend_schema(
        summary="Find people like a candidate",
        parameters=[OpenApiParameter("limit", int, description="1 to 100, 10 if not said.")],
        responses=SimilarSerializer,
    )
    def get(self, request: Request, identity: UUID) -> Response:
        """Those who are called like them, can do what they can, and did what they did; the likest first."""
        candidate = self.candidate(identity)
        field = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE)
        limit = field.run_validation(request.query_params.get("limit", "10"))
        with _answers():
            found: Sequence[Found] = more_like(candidate.pk, limit, candidate_index(), vectors())
        people = _people([each.id for each in found])
        shown = [people[each.id] for each in found if each.id in people]
        return Response({"results": CandidateSerializer(shown, many=True).data})


class SavedSearchSerializer(serializers.ModelSerializer[SavedSearch]):
    """A search that somebody keeps."""

    mode = serializers.ChoiceField(MODES, default="hybrid")
    sort = serializers.ChoiceField(SORTS, default="relevance")
    matches = serializers.IntegerField(
        source="match_count", read_only=True, default=0, help_text="New people found so far."
    )

    filters = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=200), max_length=50),
        required=False,
        help_text='Parameters of the list of candidates, such as `{"experience": ["5y-10y"]}`.',
    )

    class Meta:
        model = SavedSearch
        fields = ("id", "name", "query", "filters", "mode", "sort", "is_notifying", "matches", "created_at")
        read_only_fields = ("id", "matches", "created_at")

    def validate_query(self, text: str) -> str:
        """The query, which can be read."""
        with _answers("query"):
            parse(text)
        return text

    def validate_filters(self, filters: dict[str, list[str]]) -> dict[str, list[str]]:
        """The filters, as the list of candidates knows them."""
        if faults := faults_of(filters):
            raise ValidationError(faults)
        return filters

    def validate_name(self, name: str) -> str:
        """A name that no other search of this owner has."""
        others = SavedSearch.objects.filter(owner=self.context["owner"], name=name)
        if self.instance is not None:
            others = others.exclude(pk=self.instance.pk)
        if others.exists():
            raise ValidationError("You have a search of this name already.")
        return name


class SavedSearches(StaffView, generics.ListCreateAPIView[SavedSearch]):
    """The user's own searches."""

    queryset = SavedSearch.objects.none()  # tells the schema what the list is of
    serializer_class = SavedSearchSerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[SavedSearch]:
        """Those of the user, with how many they found."""
        return SavedSearch.objects.filter(owner=self.user()).annotate(match_count=Count("matches"))

    def get_serializer_context(self) -> dict[str, object]:
        """With whose searches they are."""
        return {**super().get_serializer_context(), "owner": self.user()}

    def perform_create(self, serializer: serializers.BaseSerializer[SavedSearch]) -> None:
        """Keep it; it tells of people who come from now on."""
        serializer.save(owner=self.user())


class SavedSearchDetail(StaffView, generics.RetrieveUpdateDestroyAPIView[SavedSearch]):
    """One of the user's own searches."""

    serializer_class = SavedSearchSerializer
    lookup_url_kwarg = "identity"
    http_method_names = ["get", "patch", "delete", "head", "options"]  # noqa: RUF012

    def get_queryset(self) -> QuerySet[SavedSearch]:
        """Those of the user."""
        return SavedSearch.objects.filter(owner=self.user()).annotate(match_count=Count("matches"))

    def get_serializer_context(self) -> dict[str, object]:
        """With whose searches they are."""
        return {**super().get_serializer_context(), "owner": self.user()}

    def perform_update(self, serializer: serializers.BaseSerializer[SavedSearch]) -> None:
        """Change it; one that begins to notify tells of people who come from now on."""
        begins = serializer.validated_data.get("is_notifying") and not serializer.instance.is_notifying  # type: ignore[union-attr]
        serializer.save(**({"checked_until": timezone.now()} if begins else {}))


class SavedSearchResults(StaffView, generics.ListAPIView[Candidate]):
    """Whoever one of the user's searches finds now, newest first."""

    queryset = Candidate.objects.none()  # tells the schema what the list is of
    serializer_class = ListedCandidateSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Candidate]:
        """Those with the words who fit the filters; 404 for a search of somebody else."""
        search = generics.get_object_or_404(
            SavedSearch.objects.filter(owner=self.user()), pk=self.kwargs["identity"]
        )
        with _answers("query"):
            return marked(people_of(search).defer("profile", "skill_names"), self.user())


class MatchSerializer(serializers.ModelSerializer[SearchMatch]):
    """Somebody new."""

    candidate = CandidateSerializer()

    class Meta:
        model = SearchMatch
        fields = ("candidate", "created_at")


class SavedSearchMatches(StaffView, generics.ListAPIView[SearchMatch]):
    """Whom one of the user's searches found since it notifies, newest first."""

    queryset = SearchMatch.objects.none()  # tells the schema what the list is of
    serializer_class = MatchSerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[SearchMatch]:
        """The matches; 404 for a search of somebody else."""
        search = generics.get_object_or_404(
            SavedSearch.objects.filter(owner=self.user()), pk=self.kwargs["identity"]
        )
        return search.matches.select_related("candidate").defer("candidate__profile")


def _wanted(told: Mapping[str, object]) -> Wanted:
    return Wanted(
        text=str(told["q"]),
        mode=told["mode"],  # type: ignore[arg-type]
        sort=told["sort"],  # type: ignore[arg-type]
        facets=told["facets"],  # type: ignore[arg-type]
        limit=cast(int, told["page_size"]),
        cursor=str(told["cursor"]),
    )


def _found(wanted: Wanted) -> Result:
    with _answers():
        query = with_jobs(parse(wanted.text))
        return find_parsed(query, wanted, candidate_index(), vectors())


@contextmanager
def _answers(field: str = "q") -> Iterator[None]:
    """What search refuses, as the API refuses it."""
    try:
        yield
    except QuerySyntaxError as error:
        detail = f"{error.message} (at character {error.position + 1})"
        raise ValidationError({field: [ErrorDetail(detail, "query_syntax")]}) from error
    except CursorUnknown as error:
        raise NotFound("Invalid cursor.") from error
    except (IndexMissing, IndexBusy) as error:
        raise ApiError("unavailable", status=503, retry_after=RETRY_SECONDS) from error


def _people(ids: Sequence[UUID]) -> dict[UUID, Candidate]:
    return Candidate.objects.defer("profile", "skill_names").in_bulk(ids)


def _told_hits(hits: Sequence[Hit]) -> list[dict[str, object]]:
    """The hits; people who were deleted this moment are left out."""
    people = _people([hit.id for hit in hits])
    places = places_of({hit.id: [each.line for each in hit.highlights] for hit in hits})
    told = CandidateSerializer().to_representation  # of one serializer: its fields cost more than a person
    return [
        {
            "candidate": told(people[hit.id]),
            "score": hit.score,
            "highlights": [_told_highlight(each, places.get((hit.id, each.line))) for each in hit.highlights],
        }
        for hit in hits
        if hit.id in people
    ]


def _told_highlight(highlight: Highlight, place: Place | None) -> dict[str, object]:
    return {
        "path": highlight.path,
        "text": highlight.text,
        "marks": highlight.marks,
        "page": place and place.page,
        "bbox": place and place.bbox,
    }


def _told_facets(facets: Mapping[str, Sequence[Counted]]) -> dict[str, list[dict[str, object]]]:
    titles = {
        "job": _titles(JobProfile.objects.all(), "pk", "title", facets.get("job", ())),
        "label": _titles(Label.objects.all(), "slug", "name", facets.get("label", ())),
    }
    return {
        name: [
            {
                "value": each.value,
                "title": titles.get(name, {}).get(each.value, each.value),
                "count": each.people,
            }
            for each in counts
        ]
        for name, counts in facets.items()
    }


def _titles(
    rows: QuerySet[JobProfile] | QuerySet[Label], key: str, title: str, counts: Sequence[Counted]
) -> dict[str, str]:
    """Value → its name for people."""
    if not counts:
        return {}
    found = rows.filter(**{f"{key}__in": [each.value for each in counts]}).values_list(key, title)
    return {str(value): str(name) for value, name in found}
