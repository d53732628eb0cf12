"""Rankings: asked for, followed, cancelled, and what they found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final, cast
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import MayUseAsStaff
from candidates.models import JobProfile, Label, SavedSearch
from candidates.search.base import IndexBusy, IndexMissing
from candidates.search.language import QuerySyntaxError
from config.api import ApiError, Pages
from parsing.models import Batch
from parsing.selectors import batches_for
from parsing.views.common import (
    IDEMPOTENCY_KEY,
    ApiView,
    Made,
    accepted,
    answer_once,
    content_of,
    files_in,
    listed,
    progressing,
)
from parsing.views.events import LAST_EVENT_ID, STREAM, EventView
from ranking import criteria_versions, services
from ranking.blind import Sight
from ranking.members import Asked, found_by
from ranking.models import CriteriaVersion, RankedCandidate, Ranking
from ranking.progress import progress_of_ranking
from ranking.scoring.packing import group_of
from ranking.scoring.scoring import leaves
from ranking.selectors import rankings_for, results_of
from ranking.serializers import (
    Again,
    NewRanking,
    RankingBriefSerializer,
    RankingProgressSerializer,
    RankingSerializer,
    RankingWithFiles,
    ResultDetailSerializer,
    ResultSerializer,
)

RETRY_SECONDS: Final = 2
LISTS: Final = ("candidates", "resumes", "addresses")


class RankingView(ApiView):
    """A view for those who see everybody."""

    permission_classes = (MayUseAsStaff,)

    def ranking(self, identity: UUID) -> Ranking:
        """The ranking, 404 where there is none that this user may see."""
        return get_object_or_404(rankings_for(self.user()), pk=identity)

    def item(self, identity: UUID, number: int) -> RankedCandidate:
        """One of its candidates, with the ranking at hand."""
        ranking = self.ranking(identity)
        item = get_object_or_404(results_of(ranking), pk=number)
        item.ranking = ranking
        return item

    def stage(self, item: RankedCandidate) -> int:
        """How much of the candidate the user may see."""
        return Sight(item.ranking, self.user()).stage(item)

    def answer(self, made: Made) -> Response:
        """The ranking, and where to ask how far it is."""
        ranking = self.ranking(made.id)
        location = reverse("api:ranking-status", args=[ranking.pk])
        return accepted(made, RankingSerializer(ranking).data, location)


class RankingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`?job=…&state=running`."""

    job = django_filters.UUIDFilter(field_name="criteria__job_profile_id")
    state = django_filters.MultipleChoiceFilter(choices=Ranking.State.choices, help_text="May be repeated.")

    class Meta:
        model = Ranking
        fields = ("job", "state")


class RankingList(RankingView, generics.ListAPIView[Ranking]):
    """All rankings, and the place to ask for one."""

    queryset = Ranking.objects.none()
    serializer_class = RankingBriefSerializer
    filterset_class = RankingFilter
    parser_classes = (MultiPartParser, FormParser, JSONParser)

    def get_queryset(self) -> QuerySet[Ranking]:
        """The rankings that the user may see."""
        return rankings_for(self.user()).defer("asked", "fairness")

    @extend_schema(
        summary="Rank candidates for a job",
        description="Few who were read already are ranked in the request (201); more by workers (202). One "
        "credit for each is taken at once and goes back for whoever the machine could not rank.",
        request={"application/json": NewRanking, "multipart/form-data": RankingWithFiles},
        responses={201: RankingSerializer, 202: RankingSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request) -> Response:
        """201 or 202 with `process_id`; 402 `no_credits` runs nothing; 409 `not_ready` without criteria."""
        return self.answer(answer_once(request, lambda: self.make(request)))

    def make(self, request: Request) -> Made:
        """Ask for it."""
        files = files_in(request, "files", "file")
        checked = NewRanking(data=said_in(request), context={"has_files": bool(files)})
        checked.is_valid(raise_exception=True)
        told = checked.validated_data
        job = get_object_or_404(JobProfile, pk=told["job"])
        with refusals():
            asked = self.asked(told)
        wish = services.Wish(
            asked=asked,
            key=name_of(request),
            files=[content_of(file) for file in files],
            addresses=told.get("addresses", ()),
            batch=self.batch(told.get("batch")),
            as_of=told.get("as_of"),
            is_blind=told["blind"],
        )
        criteria = criteria_named(job, told.get("criteria_version"))
        with refusals():
            return made(services.ask(self.user(), criteria, wish))

    def asked(self, told: dict[str, object]) -> Asked:
        """What was asked for; 404 where there is no such search or label."""
        asked = Asked()
        for name in ("candidates", "resumes"):
            if ids := cast("list[UUID]", told.get(name)):
                asked[name] = [str(each) for each in ids]
        if search := told.get("saved_search"):
            kept = get_object_or_404(SavedSearch, pk=search, owner=self.user())
            asked |= {"saved_search": str(kept.pk), "found": found_by(kept)}
        if label := told.get("label"):
            asked["label"] = get_object_or_404(Label, slug=label).slug
        return asked

    def batch(self, identity: object) -> Batch | None:
        """The batch that is named."""
        return get_object_or_404(batches_for(self.user()), pk=identity) if identity else None


class RankingDetail(RankingView):
    """One ranking."""

    @extend_schema(summary="Read a ranking", responses=RankingSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The ranking, how far it is, and its check of fairness."""
        return Response(RankingSerializer(self.ranking(identity)).data)


class RankingStatus(RankingView):
    """How far a ranking is."""

    @extend_schema(summary="Ask how far a ranking is", responses=RankingProgressSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The progress, its candidates counted by state."""
        return progressing(progress_of_ranking(self.ranking(identity)))


class RankingEvents(EventView):
    """The progress of a ranking."""

    permission_classes = (MayUseAsStaff,)

    @extend_schema(summary="Follow a ranking", parameters=[LAST_EVENT_ID], responses=STREAM)
    def get(self, request: Request, identity: UUID) -> StreamingHttpResponse:
        """Events until it is at its end."""
        rankings = rankings_for(self.user())
        get_object_or_404(rankings, pk=identity)
        return self.stream(request, lambda: progress_of_ranking(rankings.get(pk=identity)))


class RankingCancel(RankingView):
    """No more of it."""

    @extend_schema(summary="Stop a ranking", request=None, responses=RankingSerializer)
    def post(self, request: Request, identity: UUID) -> Response:
        """200; whoever is scored stays, credits for the others go back."""
        services.cancel(self.ranking(identity), actor=self.user())
        return Response(RankingSerializer(self.ranking(identity)).data)


class RankingAgain(RankingView):
    """The same people once more."""

    @extend_schema(
        summary="Rank the same candidates again",
        description="As they are now, by the newest criteria or those that are named; nothing is read again.",
        request=Again,
        responses={201: RankingSerializer, 202: RankingSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, identity: UUID) -> Response:
        """A new ranking, as if it had been asked for; 409 `wrong_state` while the first is not at its end."""
        return self.answer(answer_once(request, lambda: self.make(request, identity)))

    def make(self, request: Request, identity: UUID) -> Made:
        """Ask for it again."""
        earlier = self.ranking(identity)
        checked = Again(data=request.data)
        checked.is_valid(raise_exception=True)
        told = checked.validated_data
        if not earlier.is_final:
            raise ApiError("wrong_state", status=409, detail="The ranking is not at its end.")
        criteria = criteria_named(earlier.criteria.job_profile, told.get("criteria_version"))
        is_blind = bool(told.get("blind", earlier.is_blind))
        with refusals():
            ranking = services.rank_again(
                earlier,
                criteria,
                as_of=cast("date | None", told.get("as_of")),
                is_blind=is_blind,
                actor=self.user(),
                key=name_of(request),
            )
            return made(ranking)


class InOrder(Pages):
    """The candidates of a ranking, the best first; in the order in which they came before there are ranks."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = ("rank", "id")

    def get_ordering(self, request: Request, queryset: object, view: object) -> tuple[str, ...]:
        """By rank where all have one."""
        return self.ordering if cast("RankingResults", view).are_ranked else ("id",)


class ResultFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`?min_score=60&has_failed_knock_out=false&skill=python`."""

    min_score = django_filters.NumberFilter(field_name="score", lookup_expr="gte")
    has_failed_knock_out = django_filters.BooleanFilter()
    met = django_filters.CharFilter(
        method="with_criterion", help_text="The id of a criterion that is met, by half at least."
    )
    skill = django_filters.CharFilter(
        method="with_skill", help_text="As the criteria name it; it is met, by half at least."
    )
    state = django_filters.ChoiceFilter(
        choices=RankedCandidate.State.choices,
        help_text="Those who are scored if not said.",
        method="in_state",
    )

    class Meta:
        model = RankedCandidate
        fields = ("min_score", "has_failed_knock_out", "met", "skill", "state")

    def in_state(self, items: QuerySet[RankedCandidate], name: str, state: str) -> QuerySet[RankedCandidate]:
        """All: the view has chosen them already."""
        return items

    def with_criterion(
        self, items: QuerySet[RankedCandidate], name: str, criterion: str
    ) -> QuerySet[RankedCandidate]:
        """Those who meet it."""
        return items.filter(met__contains=f"|{criterion}|")

    def with_skill(
        self, items: QuerySet[RankedCandidate], name: str, skill: str
    ) -> QuerySet[RankedCandidate]:
        """Those who meet a criterion for this skill; nobody where there is none."""
        tree = self.request.ranking.criteria.tree
        wanted = [
            each.id
            for each in leaves(group_of(tree))
            if each.kind == "skill" and each.value.casefold() == skill.strip().casefold()
        ]
        found = items.none()
        for criterion in wanted:
            found = found | items.filter(met__contains=f"|{criterion}|")
        return found


class RankingResults(RankingView, generics.ListAPIView[RankedCandidate]):
    """What a ranking found."""

    queryset = RankedCandidate.objects.none()
    serializer_class = ResultSerializer
    pagination_class = InOrder
    filterset_class = ResultFilter
    are_ranked = False

    def get_queryset(self) -> QuerySet[RankedCandidate]:
        """Those who are scored, or those in the state that is asked for."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        ranking = self.ranking(self.kwargs["identity"])
        state = self.request.query_params.get("state") or RankedCandidate.State.SCORED
        self.are_ranked = ranking.is_final and state == RankedCandidate.State.SCORED
        self.request.ranking = ranking  # type: ignore[attr-defined]
        return results_of(ranking).filter(state=state)

    def get_serializer_context(self) -> dict[str, object]:
        """With what the user may see of whom."""
        ranking = getattr(self.request, "ranking", None)
        sight = None if ranking is None else Sight(ranking, self.user())
        return {**super().get_serializer_context(), "sight": sight}

    @extend_schema(summary="Read the results of a ranking", responses=ResultSerializer(many=True))
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """A page, the best first; while the ranking runs, those who are scored so far, without ranks."""
        return self.list(request, *args, **kwargs)


class RankingResult(RankingView):
    """One candidate of a ranking."""

    @extend_schema(summary="Read one result with its evidence", responses=ResultDetailSerializer)
    def get(self, request: Request, identity: UUID, number: int) -> Response:
        """The candidate with every part and the words it stands on, as far as the user may see them."""
        return Response(self.told(self.item(identity, number)))

    def told(self, item: RankedCandidate) -> object:
        """The result as the user may see it."""
        sight = Sight(item.ranking, self.user())
        return ResultDetailSerializer(item, context={"sight": sight}).data


def criteria_named(job: JobProfile, number: int | None) -> CriteriaVersion:
    """The job's criteria of this number, or the newest; 404 or 409 where there are none."""
    try:
        return criteria_versions.current(job, number)
    except criteria_versions.NoCriteria as error:
        if number is not None:
            raise NotFound from error
        raise ApiError(
            "not_ready", status=409, detail="The job has no criteria yet: extract or write them first."
        ) from error


@contextmanager
def refusals() -> Iterator[None]:
    """Why a ranking is not begun, as the API says it."""
    try:
        yield
    except services.Nobody as error:
        raise ValidationError("Nobody is there of all who were asked for.") from error
    except services.TooMany as error:
        raise ValidationError(str(error)) from error
    except QuerySyntaxError as error:
        raise ValidationError({"saved_search": error.message}) from error
    except (IndexMissing, IndexBusy) as error:
        raise ApiError("unavailable", status=503, retry_after=RETRY_SECONDS) from error


def name_of(request: Request) -> str:
    """The request's own name, "" where nobody gave it one."""
    return request.headers.get("Idempotency-Key", "")


def made(ranking: Ranking) -> Made:
    """201 for what is ranked already, 202 for what workers will rank."""
    return Made(ranking.pk, 201 if ranking.is_final else 202)


def said_in(request: Request) -> dict[str, object]:
    """What a form or a JSON body says beside its files."""
    if not isinstance(request.data, QueryDict):
        return request.data if isinstance(request.data, dict) else {}
    told: dict[str, object] = {
        name: value for name, value in request.data.items() if isinstance(value, str) and name not in LISTS
    }
    for name in LISTS:
        told |= listed(request.data, name)
    return told
