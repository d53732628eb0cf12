"""The shapes of people, of what is put on them, and of what they apply for."""

from __future__ import annotations

from typing import Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from candidates.fields import NUMBERS, SECTIONS, TEXTS
from candidates.models import (
    Application,
    ApplicationEvent,
    Candidate,
    CandidateLabel,
    Duplicate,
    JobProfile,
    Label,
    Merge,
    Note,
    Stage,
)

MOST_MOVED: Final = 10_000
"""People in one move: some seconds of work."""


class CandidateSerializer(serializers.ModelSerializer[Candidate]):
    """The plain fields of a person."""

    class Meta:
        model = Candidate
        fields = (
            "id",
            "name",
            "headline",
            "email",
            "phone",
            "city",
            "country_code",
            "current_title",
            "current_employer",
            "experience_months_min",
            "experience_months_max",
            "as_of",
            "education_level",
            "graduation_year",
            "skills",
            "created_at",
        )
        read_only_fields = fields


class ListedCandidateSerializer(CandidateSerializer):
    """A person in a list of whom `selectors.marked` says what you did."""

    is_starred = serializers.BooleanField(read_only=True, help_text="By you.")
    is_read = serializers.BooleanField(read_only=True, help_text="By you.")

    class Meta(CandidateSerializer.Meta):
        fields = (*CandidateSerializer.Meta.fields, "is_starred", "is_read")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]


class PersonSerializer(serializers.ModelSerializer[Candidate]):
    """A person where something else is told."""

    class Meta:
        model = Candidate
        fields = ("id", "name", "current_title", "current_employer", "city", "country_code")
        read_only_fields = fields


class OpeningSerializer(serializers.ModelSerializer[JobProfile]):
    """A job profile where something else is told."""

    class Meta:
        model = JobProfile
        fields = ("id", "title", "is_open")
        read_only_fields = fields


class GivenLabelSerializer(serializers.ModelSerializer[CandidateLabel]):
    """A label that a person has: who says so, and how surely."""

    slug = serializers.CharField(source="label.slug")
    name = serializers.CharField(source="label.name")

    class Meta:
        model = CandidateLabel
        fields = ("slug", "name", "source", "probability", "labelled_at")
        read_only_fields = fields


class OwnApplicationSerializer(serializers.ModelSerializer[Application]):
    """An application of a person who is known."""

    job_profile = OpeningSerializer()

    class Meta:
        model = Application
        fields = ("id", "job_profile", "stage", "score", "scored_at", "created_at", "moved_at")
        read_only_fields = fields


class StandingSerializer(serializers.Serializer[object]):
    """How a candidate stands with us and with you. Candidates themselves do not see it."""

    labels = GivenLabelSerializer(many=True)
    tags = serializers.ListField(child=serializers.CharField())
    applications = OwnApplicationSerializer(many=True)
    is_starred = serializers.BooleanField(help_text="By you.")
    is_read = serializers.BooleanField(help_text="By you.")
    notes = serializers.IntegerField()
    conflicts = serializers.IntegerField(help_text="Corrected fields of which something else was read since.")
    duplicates = serializers.IntegerField(help_text="People who may be the same.")


class CandidateDetailSerializer(CandidateSerializer):
    """A person with everything that was read, as JSON Resume; a résumé's result says where it stands."""

    standing = StandingSerializer(allow_null=True, read_only=True, default=None)

    class Meta(CandidateSerializer.Meta):
        fields = (*CandidateSerializer.Meta.fields, "profile", "version", "updated_at", "standing")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]


class BasicsEditSerializer(serializers.Serializer[object]):
    """The parts of `basics` that are not fields of their own."""

    summary = serializers.CharField(required=False, allow_blank=True)
    url = serializers.CharField(required=False, allow_blank=True)
    image = serializers.CharField(required=False, allow_blank=True)
    location = serializers.DictField(required=False)
    profiles = serializers.ListField(child=serializers.DictField(), required=False)


class ProfileEditSerializer(serializers.Serializer[object]):
    """Sections of JSON Resume, each as a whole."""

    basics = BasicsEditSerializer(required=False)

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """One list for each section."""
        lists = {
            name: serializers.ListField(child=serializers.DictField(), required=False) for name in SECTIONS
        }
        return {**super().get_fields(), **lists}


class CandidateEditSerializer(serializers.Serializer[object]):
    """Corrections: what is named is shown from now on, whatever is read later."""

    skills = serializers.ListField(child=serializers.CharField(), required=False)
    profile = ProfileEditSerializer(required=False)

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """The fields that may be corrected."""
        texts = {
            name: serializers.CharField(max_length=most, required=False, allow_blank=True)
            for name, most in TEXTS.items()
        }
        numbers = {
            name: serializers.IntegerField(min_value=least, max_value=most, required=False, allow_null=True)
            for name, (least, most) in NUMBERS.items()
        }
        return {**texts, **numbers, **super().get_fields()}


@extend_schema_field({"description": "Any JSON."})
class AnyJson(serializers.JSONField):
    """A value as it is."""


class DifferenceSerializer(serializers.Serializer[object]):
    """A corrected field: what was read when it was decided, what is read now, and what a person wrote."""

    field = serializers.CharField()
    base = AnyJson()
    theirs = AnyJson()
    value = AnyJson()
    is_conflict = serializers.BooleanField(help_text="Something else is read now than when it was decided.")
    edited_by = serializers.CharField()
    edited_at = serializers.DateTimeField()


class DecisionSerializer(serializers.Serializer[object]):
    """`ours` stays with what a person wrote, `theirs` takes what is read."""

    field = serializers.CharField()
    choice = serializers.ChoiceField(choices=["ours", "theirs"])


class NoteSerializer(serializers.ModelSerializer[Note]):
    """A note."""

    author = serializers.CharField(source="author.username", read_only=True, default="")

    class Meta:
        model = Note
        fields = ("id", "text", "author", "created_at", "edited_at")
        read_only_fields = ("id", "author", "created_at", "edited_at")


class TagsSerializer(serializers.Serializer[object]):
    """All tags of a person."""

    tags = serializers.ListField(child=serializers.CharField(max_length=50), max_length=50)


class ReasonSerializer(serializers.Serializer[object]):
    """A sign that two candidates are one person, and how much it says, 0 to 1."""

    code = serializers.CharField(
        help_text="same_linkedin, same_email, same_phone, similar_name, same_employer or similar_text."
    )
    weight = serializers.FloatField()


class DuplicateSerializer(serializers.ModelSerializer[Duplicate]):
    """Two candidates who may be one person."""

    first = PersonSerializer()
    second = PersonSerializer()
    reasons = ReasonSerializer(many=True)

    class Meta:
        model = Duplicate
        fields = ("id", "first", "second", "score", "reasons", "found_at")
        read_only_fields = fields


class AbsorbSerializer(serializers.Serializer[object]):
    """Who is to become part of the candidate."""

    absorb = serializers.UUIDField()


class MergeSerializer(serializers.ModelSerializer[Merge]):
    """Somebody who became part of a candidate."""

    merged_by = serializers.CharField(source="merged_by.username", read_only=True, default="")

    class Meta:
        model = Merge
        fields = ("id", "absorbed_id", "absorbed_name", "resumes", "merged_by", "merged_at")
        read_only_fields = fields


class JobProfileSerializer(serializers.ModelSerializer[JobProfile]):
    """A job profile, with how many apply, in all and by stage."""

    applicants = serializers.IntegerField(read_only=True)
    by_stage = serializers.SerializerMethodField()

    class Meta:
        model = JobProfile
        fields = (
            "id",
            "title",
            "description",
            "city",
            "country_code",
            "is_open",
            "applicants",
            "by_stage",
            "generation",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("id", "generation", "created_at", "updated_at")

    def get_by_stage(self, job: JobProfile) -> dict[str, int]:
        """Stage → people in it; counted by the query."""
        return {stage: int(getattr(job, f"in_{stage}")) for stage in Stage.values}


class LabelSerializer(serializers.ModelSerializer[Label]):
    """A label, with how many people have it."""

    bearers = serializers.IntegerField(read_only=True)

    class Meta:
        model = Label
        fields = ("slug", "name", "description", "is_active", "bearers", "generation", "created_at")
        read_only_fields = ("generation", "created_at")


class LabelEditSerializer(LabelSerializer):
    """What of a label may be changed: all but its slug."""

    class Meta(LabelSerializer.Meta):
        read_only_fields = (*LabelSerializer.Meta.read_only_fields, "slug")  # type: ignore[assignment]


class ApplicationSerializer(OwnApplicationSerializer):
    """An application with the person."""

    candidate = PersonSerializer()

    class Meta(OwnApplicationSerializer.Meta):
        fields = ("id", "candidate", *OwnApplicationSerializer.Meta.fields[1:])  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]


class ApplicationEventSerializer(serializers.ModelSerializer[ApplicationEvent]):
    """One move; without a `from` it is the beginning."""

    from_job_profile = OpeningSerializer(allow_null=True)
    to_job_profile = OpeningSerializer(allow_null=True)
    actor = serializers.CharField(source="actor.username", read_only=True, default="")

    class Meta:
        model = ApplicationEvent
        fields = ("from_job_profile", "to_job_profile", "from_stage", "to_stage", "actor", "created_at")
        read_only_fields = fields


class ApplicationDetailSerializer(ApplicationSerializer):
    """An application with its history, newest first."""

    history = ApplicationEventSerializer(many=True)

    class Meta(ApplicationSerializer.Meta):
        fields = (*ApplicationSerializer.Meta.fields, "history")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]


class MoveSerializer(serializers.Serializer[object]):
    """Who is moved, and where: to a job profile, into a stage, to a label, away from a label."""

    candidates = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_MOVED)
    job_profile = serializers.UUIDField(required=False)
    stage = serializers.ChoiceField(choices=Stage.choices, required=False)
    from_job_profile = serializers.UUIDField(
        required=False, help_text="Their applications to it become applications to `job_profile`."
    )
    from_label = serializers.SlugField(required=False)

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """The fields; `label` is added here because a serializer has an attribute of that name."""
        return {**super().get_fields(), "label": serializers.SlugField(required=False)}


class MovedSerializer(serializers.Serializer[object]):
    """What a move did. Who was there already is counted in `candidates` only."""

    candidates = serializers.IntegerField(help_text="Those of the people who are there.")
    begun = serializers.IntegerField(help_text="Applications that are new.")
    moved = serializers.IntegerField(help_text="Applications that changed job profile or stage.")
    labelled = serializers.IntegerField()
    unlabelled = serializers.IntegerField()
