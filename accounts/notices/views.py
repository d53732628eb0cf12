"""Webhooks and e-mail preferences in the API: everybody's own."""

from __future__ import annotations

from typing import Final, TypeVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics, parsers, serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.notices import mailing, services
from accounts.notices.events import EVENTS, title_of
from accounts.notices.models import Delivery, WebhookEndpoint
from accounts.notices.serializers import (
    DeliverySerializer,
    EmailsSerializer,
    ReplayedSerializer,
    ReplaySerializer,
    SecretSerializer,
    WebhookSerializer,
)
from accounts.permissions import MayUseAsStaff
from config.api import ApiError, ApiHeaders, NewestFirst

T = TypeVar("T")


class WebhookView(ApiHeaders):
    """A view of the user's own endpoints; candidates have none."""

    permission_classes = (MayUseAsStaff,)

    def user(self) -> User:
        """Who asks."""
        return cast(User, self.request.user)

    def webhooks(self) -> QuerySet[WebhookEndpoint]:
        """Those of the user."""
        return WebhookEndpoint.objects.filter(owner=self.user()).prefetch_related("subscriptions")

    def webhook(self, identity: UUID) -> WebhookEndpoint:
        """One of the user's, 404 where it is somebody else's."""
        return get_object_or_404(self.webhooks(), pk=identity)


class WebhookList(WebhookView, generics.ListCreateAPIView[WebhookEndpoint]):
    """The user's endpoints."""

    queryset = WebhookEndpoint.objects.none()  # tells the schema what the list is of
    serializer_class = WebhookSerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[WebhookEndpoint]:
        """Those of the user."""
        return self.webhooks()

    @extend_schema(summary="Add a webhook", responses={201: SecretSerializer})
    def post(self, request: Request, *args: object, **kwargs: object) -> Response:
        """The new endpoint with its secret, which is not shown again. See docs/notifications.md."""
        told = _valid(WebhookSerializer(data=request.data))
        try:
            endpoint = services.create_webhook(
                self.user(),
                url=str(told["url"]),
                events=cast("set[str]", told["subscriptions"]),
                description=str(told.get("description", "")),
                only_mine=bool(told.get("only_mine")),
            )
        except services.TooManyWebhooks as error:
            raise ApiError("wrong_state", status=409, detail=str(error)) from error
        return Response(SecretSerializer(endpoint).data, status=201)


class WebhookDetail(WebhookView):
    """One of the user's endpoints."""

    @extend_schema(summary="Show a webhook", responses=WebhookSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The endpoint, and why it is disabled if it is."""
        return Response(WebhookSerializer(self.webhook(identity)).data)

    @extend_schema(
        summary="Change, disable or enable a webhook", request=WebhookSerializer, responses=WebhookSerializer
    )
    def patch(self, request: Request, identity: UUID) -> Response:
        """The endpoint as it is now. `is_active` false gives up what waits; true begins anew."""
        endpoint = self.webhook(identity)
        told = _valid(WebhookSerializer(endpoint, data=request.data, partial=True))
        if "subscriptions" in told:
            told["events"] = told.pop("subscriptions")
        services.change_webhook(endpoint, told, actor=self.user())
        return Response(WebhookSerializer(self.webhook(identity)).data)

    @extend_schema(summary="Delete a webhook", responses={204: None})
    def delete(self, request: Request, identity: UUID) -> Response:
        """Nothing; what waited for it is not sent."""
        services.delete_webhook(self.webhook(identity), actor=self.user())
        return Response(status=204)


class WebhookSecret(WebhookView):
    """A new secret for an endpoint."""

    @extend_schema(summary="Rotate a webhook's secret", request=None, responses=SecretSerializer)
    def post(self, request: Request, identity: UUID) -> Response:
        """The endpoint with its new secret; for 24 hours the old one signs beside it."""
        endpoint = self.webhook(identity)
        services.rotate_secret(endpoint, actor=self.user())
        return Response(SecretSerializer(endpoint).data)


class WebhookTest(WebhookView):
    """A message that says nothing."""

    @extend_schema(summary="Send a test to a webhook", request=None, responses={202: None})
    def post(self, request: Request, identity: UUID) -> Response:
        """Nothing; a `webhook.test` is on its way, and its delivery is listed."""
        services.send_test(_active(self.webhook(identity)))
        return Response(status=202)


class WebhookDeliveries(WebhookView, generics.ListAPIView[Delivery]):
    """What was and will be sent to an endpoint, newest first."""

    queryset = Delivery.objects.none()  # tells the schema what the list is of
    serializer_class = DeliverySerializer
    pagination_class = NewestFirst
    filterset_fields = ("state",)

    def get_queryset(self) -> QuerySet[Delivery]:
        """Those of one of the user's endpoints."""
        return self.webhook(self.kwargs["identity"]).deliveries.select_related("notice")


class WebhookReplay(WebhookView):
    """Sending again what an endpoint missed."""

    @extend_schema(summary="Send again since a time", request=ReplaySerializer, responses=ReplayedSerializer)
    def post(self, request: Request, identity: UUID) -> Response:
        """How many are sent again, under the ids that they had."""
        endpoint = self.webhook(identity)
        told = _valid(ReplaySerializer(data=request.data))
        count = services.replay(_active(endpoint), **told)  # type: ignore[arg-type]
        return Response({"count": count})


class DeliveryReplay(WebhookView):
    """Sending one delivery again."""

    @extend_schema(summary="Send a delivery again", request=None, responses={202: DeliverySerializer})
    def post(self, request: Request, identity: UUID, number: int) -> Response:
        """The delivery, which waits to be sent. 409 where it waits already."""
        endpoint = self.webhook(identity)
        found = Delivery.objects.filter(endpoint=endpoint).select_related("notice")
        get_object_or_404(found, pk=number)
        if not services.replay_one(_active(endpoint), number):
            raise ApiError("wrong_state", status=409, detail="It waits to be sent already.")
        return Response(DeliverySerializer(found.get(pk=number)).data, status=202)


class EmailPreferences(ApiHeaders):
    """Which e-mails the user gets."""

    @extend_schema(summary="Show which e-mails you get", responses=EmailsSerializer)
    def get(self, request: Request) -> Response:
        """Every kind, and whether it is wanted."""
        return Response(EmailsSerializer(request.user).data)

    @extend_schema(
        summary="Choose which e-mails you get", request=EmailsSerializer, responses=EmailsSerializer
    )
    def patch(self, request: Request) -> Response:
        """The preferences as they are now; kinds that are not named stay."""
        told = _valid(EmailsSerializer(data=request.data))
        user = cast(User, request.user)
        services.prefer(user, cast("dict[str, bool]", told.get("events", {})))
        if "language" in told:
            services.speak(user, str(told["language"]))
        return Response(EmailsSerializer(user).data)


PAGE: Final = {(200, "text/html"): OpenApiTypes.STR}


class Unsubscribe(ApiHeaders):
    """The end of one kind of e-mail, for whoever holds the address from its foot; no login (RFC 8058)."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (parsers.FormParser, parsers.MultiPartParser, parsers.JSONParser)

    @extend_schema(summary="Ask whether to unsubscribe", responses=PAGE)
    def get(self, request: Request, token: str) -> HttpResponse:
        """A page with a button: programs that look at links in e-mails must not unsubscribe anybody."""
        return self._page(request, _wish(token), is_done=False)

    @extend_schema(summary="Unsubscribe", request=None, responses=PAGE)
    def post(self, request: Request, token: str) -> HttpResponse:
        """A page that says so. Safe to repeat."""
        wish = _wish(token)
        services.unsubscribe(wish)
        return self._page(request, wish, is_done=True)

    def _page(self, request: Request, wish: mailing.Wish, *, is_done: bool) -> HttpResponse:
        shown = {"is_done": is_done, "title": title_of(wish.event)}
        return render(request, "email/unsubscribe.html", shown)


def _wish(token: str) -> mailing.Wish:
    try:
        wish = mailing.wish_in(token)
    except mailing.TokenRefused as error:
        raise Http404 from error
    if wish.event not in EVENTS:
        raise Http404
    return wish


def _active(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    if not endpoint.is_active:
        raise ApiError("wrong_state", status=409, detail="The webhook is disabled. Enable it first.")
    return endpoint


def _valid(serializer: serializers.BaseSerializer[T]) -> dict[str, object]:
    serializer.is_valid(raise_exception=True)
    return dict(cast("dict[str, object]", serializer.validated_data))
