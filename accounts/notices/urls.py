"""The addresses of notifications, under /api/v1/."""

from __future__ import annotations

from django.urls import path

from accounts.notices import views

urlpatterns = [
    path("webhooks/", views.WebhookList.as_view(), name="webhooks"),
    path("webhooks/<uuid:identity>/", views.WebhookDetail.as_view(), name="webhook"),
    path("webhooks/<uuid:identity>/rotate-secret/", views.WebhookSecret.as_view(), name="webhook-secret"),
    path("webhooks/<uuid:identity>/test/", views.WebhookTest.as_view(), name="webhook-test"),
    path("webhooks/<uuid:identity>/deliveries/", views.WebhookDeliveries.as_view(), name="deliveries"),
    path("webhooks/<uuid:identity>/replay/", views.WebhookReplay.as_view(), name="webhook-replay"),
    path(
        "webhooks/<uuid:identity>/deliveries/<int:number>/replay/",
        views.DeliveryReplay.as_view(),
        name="delivery-replay",
    ),
    path("notifications/preferences/", views.EmailPreferences.as_view(), name="email-preferences"),
    path("notifications/unsubscribe/<str:token>/", views.Unsubscribe.as_view(), name="unsubscribe"),
]
