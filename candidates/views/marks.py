"""Notes, tags, stars and reads: what colleagues put on a candidate."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from candidates import services
from candidates.models import Note, Read, Star
from candidates.selectors import notes_of
from candidates.serializers import NoteSerializer, TagsSerializer
from candidates.views.common import StaffView, valid


class NoteList(StaffView, generics.ListAPIView[Note]):
    """What was written about a candidate, newest first."""

    queryset = Note.objects.none()
    serializer_class = NoteSerializer
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Note]:
        """The notes about this candidate."""
        return notes_of(self.candidate(self.kwargs["identity"]))

    @extend_schema(summary="Write a note", request=NoteSerializer, responses={201: NoteSerializer})
    def post(self, request: Request, identity: UUID) -> Response:
        """201 with the note."""
        candidate = self.candidate(identity)
        text = str(valid(NoteSerializer(data=request.data))["text"])
        note = services.write_note(candidate, text, actor=self.user())
        return Response(NoteSerializer(note).data, status=201)


class NoteDetail(StaffView):
    """One note."""

    def note(self, identity: UUID, number: int) -> Note:
        """The note about this candidate, 404 where there is none."""
        return get_object_or_404(notes_of(self.candidate(identity)), pk=number)

    @extend_schema(summary="Write a note anew", request=NoteSerializer, responses=NoteSerializer)
    def patch(self, request: Request, identity: UUID, number: int) -> Response:
        """The note with its new text."""
        note = self.note(identity, number)
        text = str(valid(NoteSerializer(data=request.data))["text"])
        return Response(NoteSerializer(services.rewrite_note(note, text, actor=self.user())).data)

    @extend_schema(summary="Take a note away", responses={204: None})
    def delete(self, request: Request, identity: UUID, number: int) -> Response:
        """204."""
        services.remove_note(self.note(identity, number), actor=self.user())
        return Response(status=204)


class Tags(StaffView):
    """All tags of a candidate."""

    @extend_schema(summary="Set a candidate's tags", request=TagsSerializer, responses=TagsSerializer)
    def put(self, request: Request, identity: UUID) -> Response:
        """The tags from now on, sorted, each once."""
        candidate = self.candidate(identity)
        sent = valid(TagsSerializer(data=request.data))["tags"]
        names = [str(each) for each in sent] if isinstance(sent, list) else []
        return Response({"tags": services.set_tags(candidate, names, actor=self.user())})


class MarkView(StaffView):
    """A mark of your own on a candidate."""

    mark: type[Star] | type[Read] = Star

    def set_mark(self, identity: UUID, *, on: bool) -> Response:
        """204, whether it was there before or not."""
        candidate = self.candidate(identity)
        if self.mark is Star:
            services.mark(Star, [candidate.pk], user=self.user(), on=on)
        else:
            services.mark(Read, [candidate.pk], user=self.user(), on=on)
        return Response(status=204)


class StarMark(MarkView):
    """Your star."""

    mark = Star

    @extend_schema(summary="Put your star on a candidate", request=None, responses={204: None})
    def put(self, request: Request, identity: UUID) -> Response:
        """204."""
        return self.set_mark(identity, on=True)

    @extend_schema(summary="Take your star away", responses={204: None})
    def delete(self, request: Request, identity: UUID) -> Response:
        """204."""
        return self.set_mark(identity, on=False)


class ReadMark(MarkView):
    """That you have looked at a candidate."""

    mark = Read

    @extend_schema(summary="Mark a candidate as read by you", request=None, responses={204: None})
    def put(self, request: Request, identity: UUID) -> Response:
        """204."""
        return self.set_mark(identity, on=True)

    @extend_schema(summary="Mark a candidate as unread", responses={204: None})
    def delete(self, request: Request, identity: UUID) -> Response:
        """204."""
        return self.set_mark(identity, on=False)
