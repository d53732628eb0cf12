"""What a candidate fills in: the résumé as it was read, the job they want, and how the CV shall look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from config.languages import current
from cvimprover.models import Questionnaire
from cvimprover.options import CHOICES, COLOUR
from cvimprover.rendering.fonts import FONTS
from cvimprover.rendering.templates import TEMPLATES
from cvimprover.writing.saying import said_in

DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
"""A year, a month or a day, as JSON Resume writes them."""
BASICS: Final = ("name", "label", "email", "phone", "summary")


class JobForm(forms.ModelForm):  # type: ignore[type-arg]
    """The job that is wanted."""

    class Meta:
        model = Questionnaire
        fields = (
            "position",
            "industry",
            "experience_level",
            "company_size",
            "location",
            "application_timeline",
            "job_description",
        )
        labels: ClassVar = {
            "position": _("The position you want"),
            "industry": _("Industry"),
            "experience_level": _("Your experience"),
            "company_size": _("Size of the company"),
            "location": _("Place"),
            "application_timeline": _("When you want to apply"),
            "job_description": _("The job advertisement, if you have one"),
        }
        widgets: ClassVar = {"job_description": forms.Textarea({"rows": 8})}


class UploadForm(forms.Form):
    """The résumé to begin with."""

    file = forms.FileField(label=_("Your résumé"), help_text=_("PDF, Word, OpenDocument, text or a picture."))


class BasicsForm(forms.Form):
    """Who the candidate is."""

    name = forms.CharField(max_length=200, label=_("Name"))
    label = forms.CharField(max_length=300, required=False, label=_("Headline"))
    email = forms.EmailField(required=False, label=_("E-mail"))
    phone = forms.CharField(max_length=60, required=False, label=_("Phone"))
    city = forms.CharField(max_length=120, required=False, label=_("City"))
    summary = forms.CharField(
        max_length=4_000, required=False, label=_("Profile"), widget=forms.Textarea({"rows": 4})
    )


class EntryForm(forms.Form):
    """What entries of all kinds have: where in the list it stood, and its times."""

    index = forms.IntegerField(widget=forms.HiddenInput, required=False)
    startDate = forms.RegexField(DATE, label=_("From"), required=False, help_text=_("2019 or 2019-03"))
    endDate = forms.RegexField(DATE, label=_("To"), required=False, help_text=_("Empty while it goes on"))

    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not any(value for name, value in self.cleaned_data.items() if name not in ("index", "DELETE"))


class WorkForm(EntryForm):
    """One position."""

    position = forms.CharField(max_length=300, required=False, label=_("Title"))
    name = forms.CharField(max_length=300, required=False, label=_("Employer"))
    location = forms.CharField(max_length=200, required=False, label=_("Place"))
    highlights = forms.CharField(
        required=False,
        max_length=8_000,
        label=_("What you did, a line each"),
        widget=forms.Textarea({"rows": 5}),
    )
    field_order = ("index", "position", "name", "location", "startDate", "endDate", "highlights")


class EducationForm(EntryForm):
    """One education."""

    studyType = forms.CharField(max_length=300, required=False, label=_("Degree"))
    area = forms.CharField(max_length=300, required=False, label=_("Field of study"))
    institution = forms.CharField(max_length=300, required=False, label=_("School"))
    field_order = ("index", "studyType", "area", "institution", "startDate", "endDate")


class ListsForm(forms.Form):
    """What is told as lists, a line each."""

    skills = forms.CharField(
        required=False,
        label=_("Skills"),
        max_length=6_000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("A line each, or a line for a group, such as “Tools: SQL, Excel”."),
    )
    languages = forms.CharField(
        required=False,
        label=_("Languages"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("A line each, such as “French: B2”."),
    )


def templates() -> list[tuple[str, str]]:
    """The templates by name, with their titles in the language of the page."""
    titles = said_in(current()).templates
    return [(name, titles[name][0]) for name in TEMPLATES]


class LookForm(forms.Form):
    """How the CV shall look."""

    template = forms.ChoiceField(choices=templates, label=_("Template"))
    page = forms.ChoiceField(choices=[(name, name) for name in CHOICES["page"]], label=_("Paper"))
    font = forms.ChoiceField(
        choices=[("", _("As the template")), *((name, font.family) for name, font in FONTS.items())],
        required=False,
        label=_("Font"),
    )
    colour = forms.RegexField(
        COLOUR,
        required=False,
        label=_("Colour"),
        max_length=7,
        help_text=_("Such as #1f4e79; empty for the template's."),
    )
    one_page = forms.BooleanField(required=False, label=_("On one page, if that is possible"))


WorkForms = forms.formset_factory(WorkForm, extra=1, can_delete=True, max_num=60)
EducationForms = forms.formset_factory(EducationForm, extra=1, can_delete=True, max_num=30)


class ResumeForms:
    """All forms of a résumé together. `profile` is the JSON Resume that they show and change.

    What has no field here, such as projects, stays as it is.
    """

    def __init__(self, profile: Mapping[str, object], data: Mapping[str, Any] | None = None) -> None:
        self.profile = dict(profile)
        basics = cast("dict[str, Any]", self.profile.get("basics") or {})
        place = basics.get("location")
        city = place.get("city", "") if isinstance(place, Mapping) else ""
        initial = {name: basics.get(name, "") for name in BASICS} | {"city": city}
        self.basics = BasicsForm(data, initial=initial, prefix="basics")
        self.work = WorkForms(data, initial=_entries(self.profile, "work"), prefix="work")
        self.education = EducationForms(data, initial=_entries(self.profile, "education"), prefix="education")
        lists = {"skills": "\n".join(_skills(self.profile)), "languages": "\n".join(_languages(self.profile))}
        self.lists = ListsForm(data, initial=lists, prefix="lists")

    def is_valid(self) -> bool:
        """Whether every form is; all are looked at, so that all mistakes show at once."""
        verdicts = [form.is_valid() for form in (self.basics, self.work, self.education, self.lists)]
        return all(verdicts)

    def resume(self) -> dict[str, object]:
        """The JSON Resume with what was filled in."""
        told = dict(self.profile)
        told["basics"] = self._basics()
        told["work"] = list(_changed(self.work, self.profile, "work"))
        told["education"] = list(_changed(self.education, self.profile, "education"))
        for name, lines in self.lists.cleaned_data.items():
            if name in self.lists.changed_data:
                told[name] = _SAVED[name](lines)
        return told

    def _basics(self) -> dict[str, object]:
        told = dict(cast("Mapping[str, object]", self.profile.get("basics") or {}))
        for name in BASICS:
            told[name] = self.basics.cleaned_data[name]
        place = told.get("location")
        told["location"] = {
            **(place if isinstance(place, Mapping) else {}),
            "city": self.basics.cleaned_data["city"],
        }
        if "name" in self.basics.changed_data:
            told.pop("x-name", None)
        return told


def lines_of(text: str) -> list[str]:
    """The lines that say something, without their bullets."""
    return [line for line in (each.strip().lstrip("•-–* ").strip() for each in text.splitlines()) if line]


def _entries(profile: Mapping[str, object], section: str) -> list[dict[str, object]]:
    """The entries of a section as their forms begin."""
    found = []
    for index, entry in enumerate(_listed(profile.get(section))):
        told = {**entry, "index": index}
        if section == "work":
            told["highlights"] = "\n".join(map(str, cast("Sequence[object]", entry.get("highlights") or ())))
        found.append(told)
    return found


def _changed(forms_of: Any, profile: Mapping[str, object], section: str) -> Iterable[dict[str, object]]:
    """The entries as they were filled in; what has no field is kept from the entry that it was."""
    before = _listed(profile.get(section))
    for form in forms_of.forms:
        told = dict(form.cleaned_data)
        if not told or told.pop("DELETE", False) or form.is_empty():
            continue
        index = told.pop("index")
        entry = dict(before[index]) if index is not None and 0 <= index < len(before) else {}
        if "highlights" in told:
            told["highlights"] = lines_of(str(told["highlights"]))
        entry |= told
        yield {name: value for name, value in entry.items() if value not in ("", None, [])}


def _skills(profile: Mapping[str, object]) -> list[str]:
    """A line for each skill, or for each group with its skills behind a colon."""
    return [
        ": ".join(filter(None, (str(each.get("name", "")), ", ".join(map(str, _keywords(each))))))
        for each in _listed(profile.get("skills"))
    ]


def _keywords(skill: Mapping[str, object]) -> Sequence[object]:
    told = skill.get("keywords")
    return told if isinstance(told, list) else ()


def _languages(profile: Mapping[str, object]) -> list[str]:
    return [
        ": ".join(filter(None, (str(each.get("language", "")), str(each.get("fluency", "")))))
        for each in _listed(profile.get("languages"))
    ]


def _saved_languages(text: str) -> list[dict[str, str]]:
    told = [line.partition(":") for line in lines_of(text)]
    return [
        {"language": name.strip()} | ({"fluency": level.strip()} if level.strip() else {})
        for name, _, level in told
    ]


def _saved_skills(text: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for line in lines_of(text):
        name, _, members = line.partition(":")
        keywords = [each.strip() for each in members.split(",") if each.strip()]
        found.append({"name": name.strip(), "keywords": keywords} if keywords else {"name": line})
    return found


_SAVED: Final = {
    "skills": _saved_skills,
    "languages": _saved_languages,
}


def _listed(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
