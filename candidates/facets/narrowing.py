"""The same filters as parameters of a list of candidates: what a filter counted is what its value finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, Final, NamedTuple
from uuid import UUID

import django_filters
from django import forms
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower, StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.datastructures import MultiValueDict
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import PermissionDenied

from accounts.models import User
from candidates.facets.ranges import BUCKETS, EDUCATION, SCORES, UNKNOWN, UNRANKED
from candidates.models import Application, Candidate, CandidateLabel, Note, Read, Stage, Star, Tag
from candidates.models.names import joined
from candidates.taxonomy import called

INTERNAL: Final = ("job_profile", "stage", "score", "label", "tag", "starred", "read", "noted")
"""What colleagues think of somebody: a candidate who lists themself may not ask for it."""
_MONTHS: Final = (F("experience_months_min") + F("experience_months_max")) / 2
_EDUCATION: Final = [*((str(level), title) for level, title in EDUCATION.items()), (UNKNOWN, "Unknown")]
_EXPERIENCE: Final = [*((value, each.title) for value, each in BUCKETS.items()), (UNKNOWN, "Unknown")]

SCORE_CHOICES: Final = [
    *((value, each.title) for value, each in SCORES.items()),
    (UNRANKED, "Not ranked"),
]


class AnyTexts(forms.MultipleChoiceField):
    """Texts that need not be known before, but such as a database can hold."""

    def valid_value(self, value: object) -> bool:
        """Whether this is one."""
        return "\x00" not in str(value)


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class TextsFilter(django_filters.Filter):  # type: ignore[misc]
    """A parameter that may be repeated: somebody with any of its values is found."""

    field_class = AnyTexts


class FacetFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`?job_profile=…&experience=5y-10y&place=DE/berlin&skill=python&skill=sql&starred=true`.

    A repeated parameter finds people with any of its values, `skill` and `tag` those with all of them.
    """

    job_profile = django_filters.UUIDFilter(method="of_job_profile", help_text="Who applies to it.")
    stage = django_filters.MultipleChoiceFilter(
        choices=Stage.choices, method="at_stage", help_text="Of the job profile, or of any."
    )
    score = django_filters.MultipleChoiceFilter(
        choices=SCORE_CHOICES,
        method="with_score",
        help_text="Points by the newest ranking for the job profile, or for any.",
    )
    label = TextsFilter(method="with_label", help_text="Slugs.")
    tag = TextsFilter(method="with_tags")
    experience = django_filters.MultipleChoiceFilter(choices=_EXPERIENCE, method="with_experience")
    education = django_filters.MultipleChoiceFilter(
        choices=_EDUCATION, method="with_education", help_text="ISCED 2011 level of the highest degree."
    )
    graduation_year = TextsFilter(method="passed_in", help_text="A year, or `unknown`.")
    title = TextsFilter(method="with_title", help_text="The current title as a whole; case does not count.")
    place = TextsFilter(method="at_place", help_text="A country (`DE`), or a city in it (`DE/berlin`).")
    skill = TextsFilter(method="with_skills", help_text="Whole names, any that a skill goes by.")
    starred = django_filters.BooleanFilter(method="marked", help_text="By you.")
    read = django_filters.BooleanFilter(method="marked", help_text="By you.")
    noted = django_filters.BooleanFilter(method="marked", help_text="By anybody.")

    def filter_queryset(self, queryset: QuerySet[Candidate]) -> QuerySet[Candidate]:
        """Those who fit every parameter."""
        user = self._user()
        if user is None or not user.sees_everything:
            asked = [name for name in INTERNAL if self.form.cleaned_data.get(name) not in (None, "", [])]
            if asked:
                raise PermissionDenied(f"Your role may not filter by {asked[0]}.")
        found: QuerySet[Candidate] = super().filter_queryset(queryset)
        return found

    def _user(self) -> User | None:
        user = getattr(self.request, "user", None)
        return user if isinstance(user, User) else None

    def of_job_profile(
        self, candidates: QuerySet[Candidate], name: str, job_profile: UUID
    ) -> QuerySet[Candidate]:
        """Who applies to this job profile."""
        return candidates.filter(_has(Application.objects.filter(job_profile=job_profile)))

    def at_stage(
        self, candidates: QuerySet[Candidate], name: str, stages: Sequence[str]
    ) -> QuerySet[Candidate]:
        """Whose application, to the job profile where one is given, is at one of these stages."""
        at_stage = _has(self._applications().filter(stage__in=stages))
        return candidates.filter(at_stage) if stages else candidates

    def with_score(
        self, candidates: QuerySet[Candidate], name: str, scores: Sequence[str]
    ) -> QuerySet[Candidate]:
        """Whose application, to the job profile where one is given, has so many points."""
        return candidates.filter(_has(scored(self._applications(), scores))) if scores else candidates

    def _applications(self) -> QuerySet[Application]:
        """Those to the job profile that is asked for, or all."""
        job_profile = self.form.cleaned_data.get("job_profile")
        return (
            Application.objects.filter(job_profile=job_profile) if job_profile else Application.objects.all()
        )

    def with_label(
        self, candidates: QuerySet[Candidate], name: str, slugs: Sequence[str]
    ) -> QuerySet[Candidate]:
        """Who has one of these labels."""
        given = CandidateLabel.objects.filter(label__slug__in=slugs, stands=True)
        return candidates.filter(_has(given)) if slugs else candidates

    def with_tags(
        self, candidates: QuerySet[Candidate], name: str, tags: Sequence[str]
    ) -> QuerySet[Candidate]:
        """Who has all of these tags."""
        for tag in tags:
            lowered = Tag.objects.alias(lowered=Lower("name")).filter(lowered=_lower(tag))
            candidates = candidates.filter(_has(lowered))
        return candidates

    def with_experience(
        self, candidates: QuerySet[Candidate], name: str, values: Sequence[str]
    ) -> QuerySet[Candidate]:
        """Whose months of experience lie in one of these buckets; a range counts as its middle."""
        return _any_of(candidates.alias(months=_MONTHS), values, _months)

    def with_education(
        self, candidates: QuerySet[Candidate], name: str, levels: Sequence[str]
    ) -> QuerySet[Candidate]:
        """Whose highest degree is of one of these levels."""
        return _any_of(candidates, levels, lambda level: _number("education_level", level))

    def passed_in(
        self, candidates: QuerySet[Candidate], name: str, years: Sequence[str]
    ) -> QuerySet[Candidate]:
        """Whose last studies ended in one of these years."""
        return _any_of(candidates, years, lambda year: _number("graduation_year", year))

    def with_title(
        self, candidates: QuerySet[Candidate], name: str, titles: Sequence[str]
    ) -> QuerySet[Candidate]:
        """Whose current title is one of these."""
        lowered = candidates.alias(lowered_title=Lower("current_title"))
        return _any_of(lowered, titles, lambda title: Q(lowered_title=_lower(title)))

    def at_place(
        self, candidates: QuerySet[Candidate], name: str, places: Sequence[str]
    ) -> QuerySet[Candidate]:
        """Who lives in one of these countries or cities."""
        return _any_of(candidates.alias(lowered_city=Lower("city")), places, _place)

    def with_skills(
        self, candidates: QuerySet[Candidate], name: str, skills: Sequence[str]
    ) -> QuerySet[Candidate]:
        """Who has all of these skills, whatever each is called."""
        for skill in called(skills):
            place = StrIndex(Lower("skill_names"), _lower(joined([skill])))
            candidates = candidates.filter(GreaterThan(place, 0))
        return candidates

    def marked(self, candidates: QuerySet[Candidate], name: str, wanted: bool) -> QuerySet[Candidate]:
        """Who has such a mark, or who has none."""
        mark = _has(MARKS[name](self._user()))
        return candidates.filter(mark if wanted else ~mark)


class Asker(NamedTuple):
    """For whom people are narrowed where nobody sent a request: stars and reads are theirs."""

    user: User


def narrowed(
    candidates: QuerySet[Candidate], filters: Mapping[str, Sequence[str]], user: User
) -> QuerySet[Candidate]:
    """Those who fit filters that were kept; nobody where a filter or a value is no longer known."""
    if not filters:
        return candidates
    if faults_of(filters):
        return candidates.none()
    found: QuerySet[Candidate] = FacetFilter(_sent(filters), candidates, request=Asker(user)).qs
    return found


def faults_of(filters: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What is wrong with filters that somebody wants to keep, by name."""
    known = FacetFilter.base_filters
    faults = {name: ["There is no such filter."] for name in filters if name not in known}
    form = FacetFilter(_sent(filters), Candidate.objects.none()).form
    faults |= {name: [str(each) for each in errors] for name, errors in form.errors.items()}
    for name in filters:  # a form takes "perhaps" for no answer, and nobody would be narrowed by it
        if name not in faults and form.cleaned_data[name] in (None, "", []):
            faults[name] = ["Not a value of this filter."]
    return faults


def _sent(filters: Mapping[str, Sequence[str]]) -> MultiValueDict[str, str]:
    return MultiValueDict({name: list(values) for name, values in filters.items()})


MARKS: Final[dict[str, Callable[[User | None], QuerySet[Any]]]] = {
    "starred": lambda user: Star.objects.filter(user=user),
    "read": lambda user: Read.objects.filter(user=user),
    "noted": lambda user: Note.objects.all(),
}
"""The rows that are a user's marks on candidates, by parameter."""


def scored(applications: QuerySet[Application], scores: Sequence[str]) -> QuerySet[Application]:
    """Those applications whose score lies in one of these ranges; all of them where none is given."""
    return applications.filter(reduce(or_, map(_points, scores))) if scores else applications


def _has(rows: QuerySet[Any]) -> Exists:
    """Whether the candidate of the outer query has such a row."""
    return Exists(rows.filter(candidate=OuterRef("pk")))


def _any_of(
    candidates: QuerySet[Candidate], values: Sequence[str], condition: Callable[[str], Q]
) -> QuerySet[Candidate]:
    """Those whom one of the values fits; all of them where no value is given."""
    return candidates.filter(reduce(or_, map(condition, values))) if values else candidates


def _lower(text: str) -> Lower:
    """The text in the database's own lower case, so that both sides follow the same rules."""
    return Lower(Value(text, CharField()))


def _months(value: str) -> Q:
    if value == UNKNOWN:
        return Q(months=None)
    bucket = BUCKETS[value]
    within = Q(months__gte=bucket.least)
    return within if bucket.below is None else within & Q(months__lt=bucket.below)


def _points(value: str) -> Q:
    if value == UNRANKED:
        return Q(score=None)
    bucket = SCORES[value]
    above = Q(score__gte=bucket.least) if bucket.least else Q(score__isnull=False)
    return above if bucket.below is None else above & Q(score__lt=bucket.below)


def _number(field: str, value: str) -> Q:
    if value == UNKNOWN:
        return Q(**{field: None})
    return Q(**{field: int(value)}) if value.isdecimal() and len(value) < 5 else Q(pk=None)


def _place(value: str) -> Q:
    country, slash, city = value.partition("/")
    in_country = Q(country_code="" if country == UNKNOWN else country.upper())
    if not slash:
        return in_country
    return in_country & Q(lowered_city=_lower(city)) & ~Q(city="")
