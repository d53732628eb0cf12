"""The addresses of candidates, under /api/v1/."""

from __future__ import annotations

from django.urls import path

from candidates.views import declarations, doubles, exchange, filters, marks, openings, people, search, skills

urlpatterns = [
    path("candidates/", people.CandidateList.as_view(), name="candidates"),
    path("candidates/export/", exchange.CandidatesExport.as_view(), name="candidates-export"),
    path("candidates/import/", exchange.CandidateImport.as_view(), name="candidate-import"),
    path("candidates/<uuid:identity>/export/", exchange.CandidateExport.as_view(), name="candidate-export"),
    path("candidates/search/", search.CandidateSearch.as_view(), name="candidate-search"),
    path("candidates/<uuid:identity>/similar/", search.SimilarCandidates.as_view(), name="similar"),
    path("saved-searches/", search.SavedSearches.as_view(), name="saved-searches"),
    path("saved-searches/<uuid:identity>/", search.SavedSearchDetail.as_view(), name="saved-search"),
    path(
        "saved-searches/<uuid:identity>/matches/",
        search.SavedSearchMatches.as_view(),
        name="saved-search-matches",
    ),
    path(
        "saved-searches/<uuid:identity>/results/",
        search.SavedSearchResults.as_view(),
        name="saved-search-results",
    ),
    path("candidates/<uuid:identity>/", people.CandidateDetail.as_view(), name="candidate"),
    path("candidates/<uuid:identity>/diff/", people.CandidateDiff.as_view(), name="candidate-diff"),
    path("candidates/<uuid:identity>/notes/", marks.NoteList.as_view(), name="notes"),
    path("candidates/<uuid:identity>/notes/<int:number>/", marks.NoteDetail.as_view(), name="note"),
    path("candidates/<uuid:identity>/tags/", marks.Tags.as_view(), name="tags"),
    path("candidates/<uuid:identity>/star/", marks.StarMark.as_view(), name="star"),
    path("candidates/<uuid:identity>/read/", marks.ReadMark.as_view(), name="read"),
    path("candidates/<uuid:identity>/merge/", doubles.CandidateMerge.as_view(), name="merge"),
    path("candidates/<uuid:identity>/merges/", doubles.MergeList.as_view(), name="merges"),
    path(
        "candidates/<uuid:identity>/declarations/",
        declarations.OwnDeclarations.as_view(),
        name="own-declarations",
    ),
    path("declarations/import/", declarations.DeclarationImport.as_view(), name="declaration-import"),
    path("merges/<int:number>/undo/", doubles.MergeUndo.as_view(), name="merge-undo"),
    path("duplicates/", doubles.DuplicateList.as_view(), name="duplicates"),
    path("duplicates/<int:number>/dismiss/", doubles.DuplicateDismiss.as_view(), name="duplicate-dismiss"),
    path("job-profiles/", openings.JobProfileList.as_view(), name="job-profiles"),
    path("job-profiles/<uuid:identity>/", openings.JobProfileDetail.as_view(), name="job-profile"),
    path("labels/", openings.LabelList.as_view(), name="labels"),
    path("labels/<slug:slug>/", openings.LabelDetail.as_view(), name="label"),
    path("applications/", openings.ApplicationList.as_view(), name="applications"),
    path("applications/move/", openings.ApplicationMove.as_view(), name="application-move"),
    path("applications/<uuid:identity>/", openings.ApplicationDetail.as_view(), name="application"),
    path(
        "job-profiles/<uuid:identity>/filters/",
        filters.JobProfileFilters.as_view(),
        name="job-profile-filters",
    ),
    path("labels/<slug:slug>/filters/", filters.LabelFilters.as_view(), name="label-filters"),
    path("candidates/<uuid:identity>/skills/", skills.CandidateSkills.as_view(), name="candidate-skills"),
    path("skills/", skills.SkillList.as_view(), name="skills"),
    path("skills/<str:skill>/", skills.SkillDetail.as_view(), name="skill"),
    path("skills/<str:skill>/neighbours/", skills.SkillNeighbours.as_view(), name="skill-neighbours"),
]
