"""Skills: look them up, see what stands above, below and near them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from candidates.taxonomy import Skill, find, taxonomy
from candidates.taxonomy.skills import DOMAINS, KINDS, LONGEST
from candidates.taxonomy.suggesting import search, suggest
from candidates.taxonomy.usage import STRENGTHS, uses_of
from candidates.taxonomy.vectors import Neighbour, neighbourhood
from candidates.views.common import PeopleView, valid
from config.api import SkillUnknown

MOST: Final = 100
MOST_TERMS: Final = 20
"""Skills of one question for neighbours."""


class SkillSerializer(serializers.Serializer[object]):
    """A skill in a list."""

    id = serializers.CharField()
    name = serializers.CharField()
    type = serializers.ChoiceField(KINDS, source="kind")
    domain = serializers.ChoiceField(
        DOMAINS, allow_blank=True, help_text="The field of work, where it has one."
    )


class SkillDetailSerializer(SkillSerializer):
    """A skill with its other names and what is broader and narrower."""

    aliases = serializers.ListField(child=serializers.CharField())
    esco = serializers.CharField(help_text="The URI in ESCO, empty where ESCO has no such skill.")
    parents = SkillSerializer(many=True, help_text="One step broader.")
    children = SkillSerializer(
        many=True, help_text=f"One step narrower, at most {MOST}, the best known first."
    )
    implied = SkillSerializer(many=True, help_text="All that is broader: who knows the skill knows these.")


class SkillsSerializer(serializers.Serializer[object]):
    """Skills that were found, the best first."""

    results = SkillSerializer(many=True)


class NearSkillSerializer(SkillSerializer):
    """A skill near others."""

    closeness = serializers.FloatField(help_text="1 keeps the same company, 0 has none in common.")


class NeighboursSerializer(serializers.Serializer[object]):
    """What was asked for, as it was understood, and what is near."""

    positive = SkillSerializer(many=True)
    negative = SkillSerializer(many=True)
    results = NearSkillSerializer(many=True)


class ListAskSerializer(serializers.Serializer[object]):
    """What is looked for."""

    search = serializers.CharField(
        default="", allow_blank=True, max_length=LONGEST, help_text="As typed; slips are forgiven."
    )
    type = serializers.ChoiceField(KINDS, default="", allow_blank=True)
    domain = serializers.ChoiceField(DOMAINS, default="", allow_blank=True)
    limit = serializers.IntegerField(default=25, min_value=1, max_value=MOST)


class NeighboursAskSerializer(serializers.Serializer[object]):
    """What else counts. "+" and "#" in names must be written %2B and %23 in an address."""

    positive = serializers.CharField(
        default="", allow_blank=True, max_length=1000, help_text="More skills, with commas."
    )
    negative = serializers.CharField(
        default="", allow_blank=True, max_length=1000, help_text="Skills to turn away from, with commas."
    )
    domain = serializers.ChoiceField(
        DOMAINS, default="", allow_blank=True, help_text="Only neighbours of this field of work."
    )
    limit = serializers.IntegerField(default=10, min_value=1, max_value=MOST)


class SkillUseSerializer(serializers.Serializer[object]):
    """One skill of a candidate, how long and when it was used, and how well that is shown."""

    name = serializers.CharField()
    raw = serializers.CharField(help_text="As written; empty for what only follows from others.")
    skill = SkillSerializer(allow_null=True, help_text="Null where the taxonomy has no such skill.")
    category = serializers.CharField(help_text="The group as written.")
    strength = serializers.ChoiceField(STRENGTHS)
    months_min = serializers.IntegerField(allow_null=True)
    months_max = serializers.IntegerField(allow_null=True)
    first_used = serializers.CharField(help_text="EDTF, empty where no position names the skill.")
    last_used = serializers.CharField()
    recency_months = serializers.IntegerField(allow_null=True, help_text="Since it was last used.")
    found_in = serializers.ListField(
        child=serializers.CharField(), help_text="Entries of the profile: work.0."
    )
    mentions = serializers.IntegerField()
    implied_by = serializers.ListField(child=serializers.CharField())


class SkillUsesSerializer(serializers.Serializer[object]):
    """All skills of a candidate on a day."""

    as_of = serializers.DateField()
    results = SkillUseSerializer(many=True)


class CandidateSkills(PeopleView, APIView):
    """The skills of one person."""

    @extend_schema(responses=SkillUsesSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """What they list and what that implies, with months of use from the positions that name it."""
        candidate = self.candidate(identity)
        as_of = candidate.as_of or timezone.localdate()
        uses = uses_of(candidate.profile, as_of, also=[str(name) for name in candidate.skills])
        return Response(SkillUsesSerializer({"as_of": as_of, "results": uses}).data)


class SkillList(PeopleView, APIView):
    """Skills by a name or a part of one."""

    @extend_schema(operation_id="skills_search", parameters=[ListAskSerializer], responses=SkillsSerializer)
    def get(self, request: Request) -> Response:
        """Those that fit, the best first; without a search the best known."""
        asked = valid(ListAskSerializer(data=request.query_params))
        skills = search(str(asked["search"]), limit=MOST) if asked["search"] else _best_known()
        kept = [
            skill
            for skill in skills
            if asked["type"] in ("", skill.kind) and asked["domain"] in ("", skill.domain)
        ]
        limit = asked["limit"]
        return Response(SkillsSerializer({"results": kept[: limit if isinstance(limit, int) else MOST]}).data)


class SkillDetail(PeopleView, APIView):
    """One skill, by its id or any of its names."""

    @extend_schema(responses=SkillDetailSerializer)
    def get(self, request: Request, skill: str) -> Response:
        """The skill with its names and what is broader and narrower."""
        found, everything = _skill(skill), taxonomy()
        told = found._asdict() | {
            "parents": everything.parents(found),
            "children": everything.children(found)[:MOST],
            "implied": everything.implied(found),
        }
        return Response(SkillDetailSerializer(told).data)


class SkillNeighbours(PeopleView, APIView):
    """What keeps the same company as a skill, or as several with others taken away."""

    @extend_schema(parameters=[NeighboursAskSerializer], responses=NeighboursSerializer)
    def get(self, request: Request, skill: str) -> Response:
        """The nearest skills: of react with `?positive=php&negative=jquery`, react + php − jquery."""
        asked = valid(NeighboursAskSerializer(data=request.query_params))
        positive = [_skill(skill), *_skills(str(asked["positive"]), "positive")]
        negative = _skills(str(asked["negative"]), "negative")
        limit = asked["limit"]
        near = neighbourhood().near(
            positive, negative, domain=str(asked["domain"]), limit=limit if isinstance(limit, int) else MOST
        )
        told = {"positive": positive, "negative": negative, "results": [_told(each) for each in near]}
        return Response(NeighboursSerializer(told).data)


def _skill(text: str) -> Skill:
    """The skill with this id or name; SkillUnknown tells what might be meant."""
    found = taxonomy().get(text) or find(text)
    if found is None:
        raise SkillUnknown(text, [skill.name for skill in suggest(text)])
    return found


def _skills(text: str, parameter: str) -> list[Skill]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if len(names) > MOST_TERMS:
        raise ValidationError({parameter: f"At most {MOST_TERMS} skills."})
    return [_skill(name) for name in names]


def _told(neighbour: Neighbour) -> dict[str, object]:
    return neighbour.skill._asdict() | {"closeness": round(neighbour.closeness, 3)}


@cache
def _best_known() -> Sequence[Skill]:
    """All skills, the best known first; sorting them takes longer than an answer should."""
    return sorted(taxonomy(), key=lambda skill: (-skill.weight, skill.name.casefold()))
