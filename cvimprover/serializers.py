"""The shapes of questionnaires, improvements and files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.permissions import may_change
from config.languages import current
from cvimprover.inviting import HOURS, MOST_HOURS, path_of
from cvimprover.models import CvDocument, Improvement, Invitation, Questionnaire
from cvimprover.options import CHOICES, COLOUR, DEFAULTS
from cvimprover.rendering import KINDS
from cvimprover.rendering.templates import Template
from cvimprover.services import MAX_ANSWER_CHARACTERS, resume_of, told_of
from cvimprover.writing.saying import notice_in_words, said_in

MAX_ANSWERS = 200


class AnswersField(serializers.DictField):
    """The id of a question → the answer."""

    def __init__(self, **options: Any) -> None:
        text = serializers.CharField(max_length=MAX_ANSWER_CHARACTERS, allow_blank=True)
        super().__init__(child=text, required=False, **options)

    def to_internal_value(self, data: dict[Any, Any]) -> dict[str, Any]:
        """The answers, so many at most."""
        found: dict[str, Any] = super().to_internal_value(data)
        if len(found) > MAX_ANSWERS:
            raise serializers.ValidationError(f"At most {MAX_ANSWERS} answers.")
        return found


class QuestionnaireSerializer(serializers.ModelSerializer[Questionnaire]):
    """A wish for a better CV."""

    answers = AnswersField()
    has_photo = serializers.SerializerMethodField()
    resume = serializers.UUIDField(source="resume_id", read_only=True, allow_null=True)

    class Meta:
        model = Questionnaire
        fields = (
            "id",
            "resume",
            "position",
            "industry",
            "experience_level",
            "company_size",
            "location",
            "application_timeline",
            "job_description",
            "answers",
            "has_photo",
            "created_at",
            "updated_at",
        )

    def get_has_photo(self, questionnaire: Questionnaire) -> bool:
        """Whether there is a photo to print."""
        return bool(questionnaire.photo_key)


class NewQuestionnaire(QuestionnaireSerializer):
    """A new wish: with a résumé's file, the id of one that is here, or a JSON Resume."""

    file = serializers.FileField(write_only=True, required=False, help_text="The résumé, as for /resumes/.")
    resume = serializers.UUIDField(write_only=True, required=False, help_text="A résumé that is here.")
    profile = serializers.JSONField(write_only=True, required=False, help_text="A JSON Resume.")

    class Meta(QuestionnaireSerializer.Meta):
        fields = (*QuestionnaireSerializer.Meta.fields, "file", "profile")  # type: ignore[assignment]

    def validate_profile(self, value: object) -> dict[str, object]:
        """A JSON Resume is an object."""
        return json_resume(value)

    def validate(self, attributes: dict[str, Any]) -> dict[str, Any]:
        """One way to bring it, not two."""
        if sum(name in attributes for name in ("file", "resume", "profile")) != 1:
            raise serializers.ValidationError("Send one of `file`, `resume` and `profile`.")
        return attributes


def json_resume(value: object) -> dict[str, object]:
    """The value, if it can be a JSON Resume: an object with `basics`. Raises ValidationError."""
    if not isinstance(value, dict) or not isinstance(value.get("basics"), Mapping):
        raise serializers.ValidationError("A JSON Resume is an object with `basics`.")
    return value


class ImprovementSerializer(serializers.ModelSerializer[Improvement]):
    """A version in a list."""

    questionnaire = serializers.UUIDField(source="questionnaire_id", read_only=True)

    class Meta:
        model = Improvement
        fields = ("id", "questionnaire", "number", "state", "error_code", "created_at", "finished_at")
        read_only_fields = fields


class ImprovementDetailSerializer(ImprovementSerializer):
    """A version with every change, where each word comes from, what to mend, and the résumé that results."""

    found = serializers.SerializerMethodField()
    resume = serializers.SerializerMethodField()

    class Meta(ImprovementSerializer.Meta):
        fields = (*ImprovementSerializer.Meta.fields, "declined", "found", "resume")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field({"type": ["object", "null"]})
    def get_found(self, improvement: Improvement) -> dict[str, object] | None:
        """Changes, traces, findings, questions and what the lock removed; null until it is made."""
        return told_of(improvement, current())

    @extend_schema_field({"type": ["object", "null"]})
    def get_resume(self, improvement: Improvement) -> dict[str, object] | None:
        """The JSON Resume with the accepted changes; null until it is made."""
        return None if improvement.found is None else resume_of(improvement)


class WordsSerializer(serializers.Serializer[object]):
    """Words of the résumé that count, and a pointer to them: in the profile before, in the `resume` after."""

    text = serializers.CharField()
    pointer = serializers.CharField()


class GivenSerializer(serializers.Serializer[object]):
    """What a criterion gives: `points` of at most `most`; `reach` says how far it is met, 0 to 1."""

    points = serializers.FloatField()
    most = serializers.FloatField()
    reach = serializers.FloatField()
    how = serializers.CharField(
        help_text="A code: exact, alias, child, implied, listed, stale, years, "
        "likeness, missing, unknown, not_needed."
    )
    sentence = serializers.CharField()
    evidence = WordsSerializer(many=True)


class AskedSerializer(serializers.Serializer[object]):
    """One thing that the job asks for, the words that ask for it, and what it gives before and after."""

    criterion = serializers.CharField()
    kind = serializers.CharField()
    value = serializers.CharField()
    tier = serializers.CharField()
    advertisement = serializers.CharField(allow_blank=True)
    before = GivenSerializer()
    after = GivenSerializer()


class MissingSerializer(serializers.Serializer[object]):
    """What the better résumé does not show in full, and the points that it would add if it were true."""

    criterion = serializers.CharField()
    sentence = serializers.CharField()
    gain = serializers.FloatField()
    is_knock_out = serializers.BooleanField()


class CvMatchSerializer(serializers.Serializer[object]):
    """Points of 100 before and after; null without an advertisement that asks for something."""

    before = serializers.FloatField(allow_null=True)
    after = serializers.FloatField(allow_null=True)
    criteria = AskedSerializer(many=True)
    missing = MissingSerializer(many=True)


class Decision(serializers.Serializer[object]):
    """Which changes are not wanted; all others are taken."""

    declined = serializers.ListField(child=serializers.CharField(max_length=300), max_length=2_000)


class OptionsSerializer(serializers.Serializer[object]):
    """How a CV is to look; what is not sent is chosen by the template."""

    template = serializers.ChoiceField(CHOICES["template"], default=str(DEFAULTS["template"]))
    page = serializers.ChoiceField(CHOICES["page"], default=str(DEFAULTS["page"]))
    colour = serializers.RegexField(COLOUR, max_length=7, default="", allow_blank=True, help_text="#rrggbb")
    font = serializers.ChoiceField(CHOICES["font"], default="", allow_blank=True)
    language = serializers.RegexField(
        r"[a-z]{2}", max_length=2, default="", allow_blank=True, help_text="Of headings; ISO 639-1."
    )
    one_page = serializers.BooleanField(default=False, help_text="On one page, if that is possible.")
    anonymous = serializers.BooleanField(default=False, help_text="Without who it is, for a client's eyes.")
    photo = serializers.BooleanField(default=True, help_text="Print the photo where there is one.")
    letterhead = serializers.BooleanField(default=False, help_text="With the company's letterhead.")


class NewDocument(serializers.Serializer[object]):
    """A file that is wanted."""

    kind = serializers.ChoiceField(KINDS, default="pdf")
    options = OptionsSerializer(required=False)


class NoticeSerializer(serializers.Serializer[object]):
    """Something to know about a file."""

    code = serializers.CharField()
    message = serializers.SerializerMethodField()

    def get_message(self, notice: Mapping[str, object]) -> str:
        """A sentence in the language of the answer."""
        return notice_in_words(notice, current())


class CvDocumentSerializer(serializers.ModelSerializer[CvDocument]):
    """A file: `fidelity` is the share of its fields that our own parser read back exactly."""

    improvement = serializers.UUIDField(source="improvement_id", read_only=True)
    notices = NoticeSerializer(many=True, read_only=True)

    class Meta:
        model = CvDocument
        fields = (
            "id",
            "improvement",
            "kind",
            "options",
            "state",
            "error_code",
            "file_name",
            "size",
            "pages",
            "fidelity",
            "notices",
            "created_at",
            "finished_at",
        )
        read_only_fields = fields


class TemplateSerializer(serializers.Serializer[object]):
    """A template to choose."""

    name = serializers.CharField()
    title = serializers.SerializerMethodField()
    about = serializers.SerializerMethodField()
    columns = serializers.IntegerField()
    shows_photo = serializers.BooleanField()

    def get_title(self, template: Template) -> str:
        """Its name for people, in the language of the answer."""
        return said_in(current()).templates[template.name][0]

    def get_about(self, template: Template) -> str:
        """What it is for."""
        return said_in(current()).templates[template.name][1]


class QuotaSerializer(serializers.Serializer[object]):
    """How much of something is left."""

    what = serializers.CharField()
    limit = serializers.IntegerField()
    seconds = serializers.IntegerField(help_text="The length of the window.")
    left = serializers.IntegerField()
    reset = serializers.IntegerField(help_text="Seconds until the next window.")


class NewInvitation(serializers.Serializer[object]):
    """What an invitation begins with, and how long it stands."""

    candidate = serializers.UUIDField(required=False, help_text="Begin with what is known of this person.")
    questionnaire = serializers.UUIDField(required=False, help_text="Begin with this résumé and this job.")
    hours = serializers.IntegerField(min_value=1, max_value=MOST_HOURS, default=HOURS)


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation; `url` is its link, null when it is over or for who may not invite."""

    state = serializers.ChoiceField(choices=("sent", "opened", "expired", "withdrawn"), read_only=True)
    candidate = serializers.UUIDField(source="candidate_id", read_only=True, allow_null=True)
    questionnaire = serializers.UUIDField(source="questionnaire_id", read_only=True, allow_null=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = (
            "id",
            "state",
            "candidate",
            "questionnaire",
            "url",
            "created_at",
            "expires_at",
            "opened_at",
            "withdrawn_at",
        )
        read_only_fields = fields

    def get_url(self, invitation: Invitation) -> str | None:
        """The link: who may not invite does not get in by one either."""
        request = self.context["request"]
        if not invitation.is_valid or not may_change(request):
            return None
        return str(request.build_absolute_uri(path_of(invitation)))
