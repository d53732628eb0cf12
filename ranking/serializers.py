"""The shapes of criteria, rankings and their results."""

from __future__ import annotations

from typing import Any, Final, cast

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from candidates.serializers import AnyJson, OpeningSerializer, PersonSerializer
from parsing.serializers import TASK_STATES, ErrorSerializer
from ranking.blind import Shown, Sight, experience_of, told_score
from ranking.models import CriteriaVersion, JobFile, RankedCandidate, Ranking
from ranking.progress import RankingProgress, progress_of_ranking
from ranking.scoring.packing import score_of
from ranking.scoring.types import Evidence, Part

SOURCES: Final = ("candidates", "resumes", "batch", "saved_search", "label", "addresses")
"""What a request may name; files come beside it."""


class Plain(serializers.Serializer[object]):
    """A shape without a model."""


@extend_schema_field(
    {
        "type": "object",
        "description": "A group: {id, mode: all or any, members: […]} of groups and criteria. A criterion: "
        "{id, kind, value, tier, weight, knock_out, months, level, country_code, remote, span}. "
        "See docs/ranking.md.",
    }
)
class TreeField(serializers.JSONField):
    """A tree of criteria."""


class CriteriaBriefSerializer(serializers.ModelSerializer[CriteriaVersion]):
    """A version of criteria in a list."""

    created_by = serializers.CharField(source="created_by.username", read_only=True, default="")

    class Meta:
        model = CriteriaVersion
        fields = ("number", "source", "notes", "created_by", "created_at")
        read_only_fields = fields


class CriteriaSerializer(CriteriaBriefSerializer):
    """A version of criteria."""

    criteria = TreeField(source="tree")

    class Meta(CriteriaBriefSerializer.Meta):
        fields = (*CriteriaBriefSerializer.Meta.fields, "criteria")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]


class JobCriteriaSerializer(CriteriaSerializer):
    """The current criteria of a job, and all versions there are."""

    versions = serializers.SerializerMethodField()

    class Meta(CriteriaSerializer.Meta):
        fields = (*CriteriaSerializer.Meta.fields, "versions")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field(CriteriaBriefSerializer(many=True))
    def get_versions(self, version: CriteriaVersion) -> list[dict[str, Any]]:
        """Newest first."""
        return list(CriteriaBriefSerializer(self.context["versions"], many=True).data)


class NewCriteria(Plain):
    """Criteria as a person wants them."""

    criteria = TreeField()


class CriteriaChange(Plain):
    """Some criteria changed, named by their `id`; some removed; some added at the root."""

    changes = serializers.ListField(child=serializers.DictField(), default=list, max_length=200)
    remove = serializers.ListField(child=serializers.CharField(max_length=100), default=list, max_length=200)
    add = serializers.ListField(child=serializers.DictField(), default=list, max_length=200)


class NewRanking(Plain):
    """Who is to be ranked for which job; several sources are joined."""

    job = serializers.UUIDField()
    criteria_version = serializers.IntegerField(
        required=False, min_value=1, help_text="The newest where none is named."
    )
    candidates = serializers.ListField(child=serializers.UUIDField(), required=False)
    resumes = serializers.ListField(child=serializers.UUIDField(), required=False)
    batch = serializers.UUIDField(required=False)
    saved_search = serializers.UUIDField(required=False, help_text="One of your own.")
    addresses = serializers.ListField(
        child=serializers.CharField(max_length=2000), required=False, max_length=1000
    )
    blind = serializers.BooleanField(default=False, help_text="Results do not say who is who.")
    as_of = serializers.DateField(
        required=False, help_text='The day on which "present" ends; today if not said.'
    )

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """The fields; `label` is added here because a serializer has a property of that name."""
        return {**super().get_fields(), "label": serializers.SlugField(required=False)}

    def validate(self, attributes: dict[str, Any]) -> dict[str, Any]:
        """At least one source, and not more people than one ranking may have."""
        if not any(attributes.get(name) for name in SOURCES) and not self.context.get("has_files"):
            raise serializers.ValidationError(f"Name at least one of {', '.join(SOURCES)}, or send files.")
        for name in ("candidates", "resumes"):
            if len(attributes.get(name) or ()) > settings.RANKING_MOST:
                raise serializers.ValidationError({name: f"At most {settings.RANKING_MOST}."})
        return attributes


class RankingWithFiles(NewRanking):
    """The same as multipart/form-data with new files; lists are repeated fields."""

    files = serializers.ListField(child=serializers.FileField(), required=False)


class Again(Plain):
    """How the same people are to be ranked again; what is not sent stays as it was."""

    criteria_version = serializers.IntegerField(
        required=False, min_value=1, help_text="The newest where none is named."
    )
    blind = serializers.BooleanField(required=False)
    as_of = serializers.DateField(required=False, help_text="Today if not said.")


class RankingProgressSerializer(Plain):
    """How far a ranking is."""

    process_id = serializers.UUIDField()
    state = serializers.ChoiceField(TASK_STATES)
    status = serializers.ChoiceField(Ranking.State.choices)
    stage = serializers.CharField(allow_blank=True)
    current = serializers.IntegerField()
    total = serializers.IntegerField()
    percent = serializers.IntegerField()
    is_final = serializers.BooleanField()
    error = ErrorSerializer(allow_null=True)
    by_state = serializers.DictField(child=serializers.IntegerField())
    seconds_left = serializers.IntegerField(allow_null=True)


class RankingBriefSerializer(serializers.ModelSerializer[Ranking]):
    """A ranking in a list."""

    process_id = serializers.UUIDField(source="id", read_only=True)
    job = OpeningSerializer(source="criteria.job_profile", read_only=True)
    criteria_version = serializers.IntegerField(source="criteria.number", read_only=True)

    class Meta:
        model = Ranking
        fields = (
            "id", "process_id", "state", "job", "criteria_version", "total", "is_blind", "as_of",
            "engine_version", "created_at", "finished_at",
        )  # fmt: skip
        read_only_fields = fields


class RankingSerializer(RankingBriefSerializer):
    """A ranking: what was asked, how far it is, and what its check of fairness found."""

    progress = serializers.SerializerMethodField()
    links = serializers.SerializerMethodField()
    fairness = AnyJson(read_only=True)

    class Meta(RankingBriefSerializer.Meta):
        fields = (*RankingBriefSerializer.Meta.fields, "progress", "fairness", "links")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field(RankingProgressSerializer)
    def get_progress(self, ranking: Ranking) -> RankingProgress:
        """Counted from its items."""
        return progress_of_ranking(ranking)

    def get_links(self, ranking: Ranking) -> dict[str, str]:
        """Addresses, relative to the server."""
        names = {
            "self": "ranking", "status": "ranking-status", "results": "ranking-results",
            "events": "ranking-events",
        }  # fmt: skip
        return {name: reverse(f"api:{route}", args=[ranking.pk]) for name, route in names.items()}


class EvidenceSerializer(Plain):
    """Words of the résumé, and where they stand."""

    text = serializers.CharField()
    pointer = serializers.CharField(help_text="Into the candidate's JSON Resume (RFC 6901).")
    page = serializers.IntegerField(help_text="From 1; 0 where the format has none.")
    box = serializers.ListField(
        child=serializers.FloatField(), allow_null=True, help_text="[x0, y0, x1, y1] in 0–1 of the page."
    )
    confidence = serializers.FloatField()


class RankedPartBriefSerializer(Plain):
    """What one criterion gave."""

    criterion = serializers.CharField()
    score = serializers.FloatField()
    most = serializers.FloatField()
    reach = serializers.FloatField(help_text="How far it is met, 0 to 1.")
    how = serializers.CharField()
    confidence = serializers.FloatField(help_text="Of the reading; it does not move the score.")


class RankedPartSerializer(RankedPartBriefSerializer):
    """What one criterion gave, with its evidence."""

    evidence = EvidenceSerializer(many=True)
    detail = serializers.DictField(allow_null=True)


class WorkedSerializer(Plain):
    """A position."""

    name = serializers.CharField()
    position = serializers.CharField()
    startDate = serializers.CharField()
    endDate = serializers.CharField()


class StudiedSerializer(Plain):
    """A course of study."""

    institution = serializers.CharField()
    studyType = serializers.CharField()
    area = serializers.CharField()
    startDate = serializers.CharField()
    endDate = serializers.CharField()


class ExperienceSerializer(Plain):
    """Where somebody worked and studied, without their name."""

    work = WorkedSerializer(many=True)
    education = StudiedSerializer(many=True)


class ResultSerializer(serializers.ModelSerializer[RankedCandidate]):
    """A candidate of a ranking; `score` is the sum of the parts.

    A blind ranking does not tell who it is before somebody asks, with a reason (`reveal/`).
    """

    stage = serializers.SerializerMethodField()
    shown_as = serializers.SerializerMethodField()
    candidate = serializers.SerializerMethodField()
    resume = serializers.SerializerMethodField()
    parts = serializers.SerializerMethodField()
    failed_knock_outs = serializers.SerializerMethodField()

    class Meta:
        model = RankedCandidate
        fields = (
            "id", "rank", "state", "error_code", "stage", "shown_as", "candidate", "resume", "score",
            "has_failed_knock_out", "failed_knock_outs", "parts",
        )  # fmt: skip
        read_only_fields = fields

    def shown(self, item: RankedCandidate) -> Shown:
        """How whoever asks may see this candidate."""
        return cast(Sight, self.context["sight"]).shown_as(item)

    def get_stage(self, item: RankedCandidate) -> int:
        """What you may see: 0 nothing that tells who it is, 1 employers and schools, 2 everything."""
        return int(self.shown(item).stage)

    def get_shown_as(self, item: RankedCandidate) -> str:
        """The name; before stage 2 a pseudonym that stays the same in this ranking."""
        return self.shown(item).name

    @extend_schema_field(PersonSerializer(allow_null=True))
    def get_candidate(self, item: RankedCandidate) -> dict[str, Any] | None:
        """Who it is; null before stage 2, and before the résumé is read."""
        person = self.shown(item).candidate
        return None if person is None else dict(PersonSerializer(person).data)

    @extend_schema_field({"type": ["string", "null"], "format": "uuid"})
    def get_resume(self, item: RankedCandidate) -> str | None:
        """The résumé in which the evidence stands; null before stage 2."""
        return str(item.resume_id) if item.resume_id and self.shown(item).is_person else None

    @extend_schema_field(RankedPartBriefSerializer(many=True))
    def get_parts(self, item: RankedCandidate) -> list[dict[str, object]]:
        """One for each criterion, in the criteria's order."""
        return [told_part(part) for part in score_of(bytes(item.result)).parts] if item.result else []

    def get_failed_knock_outs(self, item: RankedCandidate) -> list[str]:
        """Ids of knock-outs that are not met."""
        return list(score_of(bytes(item.result)).failed) if item.result else []


class ResultDetailSerializer(ResultSerializer):
    """A candidate of a ranking with all evidence, in words that the stage shows."""

    experience = serializers.SerializerMethodField()

    class Meta(ResultSerializer.Meta):
        fields = (  # type: ignore[assignment]
            *ResultSerializer.Meta.fields, "candidate_version", "digest", "experience",
        )  # fmt: skip
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field(ExperienceSerializer(allow_null=True))
    def get_experience(self, item: RankedCandidate) -> dict[str, list[dict[str, str]]] | None:
        """In a blind ranking from stage 1 on; null otherwise."""
        return experience_of(item, self.get_stage(item))

    @extend_schema_field(RankedPartSerializer(many=True))
    def get_parts(self, item: RankedCandidate) -> list[dict[str, object]]:
        """One for each criterion, in the criteria's order."""
        if not item.result:
            return []
        parts = told_score(score_of(bytes(item.result)), item, self.get_stage(item)).parts
        return [
            {
                **told_part(part),
                "evidence": [told_evidence(each) for each in part.evidence],
                "detail": part.detail,
            }
            for part in parts
        ]


class JobFileSerializer(serializers.ModelSerializer[JobFile]):
    """The file that a job came in, and how far its reading is."""

    job = serializers.UUIDField(source="job_profile_id", read_only=True)

    class Meta:
        model = JobFile
        fields = ("job", "file_name", "state", "error_code", "created_at", "finished_at")
        read_only_fields = fields


def told_part(part: Part) -> dict[str, object]:
    """A part without its evidence."""
    names = ("criterion", "score", "most", "reach", "how", "confidence")
    return {name: cast(object, getattr(part, name)) for name in names}


def told_evidence(evidence: Evidence) -> dict[str, object]:
    """Evidence as JSON."""
    box = None if evidence.box is None else list(evidence.box)
    return {
        "text": evidence.text,
        "pointer": evidence.pointer,
        "page": evidence.page,
        "box": box,
        "confidence": evidence.confidence,
    }
