"""Who may come in, what they may spend, and what was done."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils import timezone

import accounts.notices.models  # noqa: F401 - only so that its tables are known; they are not offered here


class Role(models.TextChoices):
    """What a person may do; `viewer` reads everything, `candidate` only what is theirs."""

    RECRUITER = "recruiter", "Recruiter"
    VIEWER = "viewer", "Viewer"
    CANDIDATE = "candidate", "Candidate"
    ADMIN = "admin", "Administrator"


class Plan(models.TextChoices):
    """How much of what costs something a user may ask for; `settings.PLANS` says how much each gives."""

    FREE = "free", "Free"
    BASIC = "basic", "Basic"
    PRO = "pro", "Pro"
    PREMIUM = "premium", "Premium"


class VitaeUserManager(UserManager["User"]):
    """Makes users; a superuser is an administrator."""

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: object
    ) -> User:
        """The new administrator."""
        return super().create_superuser(
            username,
            email,
            password,
            **{"role": Role.ADMIN, "plan": Plan.PREMIUM, **extra_fields},
        )


class User(AbstractUser):
    """A person or a program with one role. Everyone but a candidate may open the admin."""

    role = models.CharField(max_length=16, choices=Role.choices, default=Role.CANDIDATE)
    plan = models.CharField(max_length=16, choices=Plan.choices, default=Plan.FREE)
    language = models.CharField(
        max_length=8,
        choices=settings.LANGUAGES,
        blank=True,
        help_text="Of e-mails to them; English where none was chosen.",
    )

    objects: ClassVar[VitaeUserManager] = VitaeUserManager()

    class Meta(AbstractUser.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_is_known"),
            models.CheckConstraint(condition=models.Q(plan__in=Plan.values), name="user_plan_is_known"),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep Django's own two flags in step with the role, so that there is one source of rights."""
        self.is_staff = self.role != Role.CANDIDATE
        self.is_superuser = self.role == Role.ADMIN
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def sees_everything(self) -> bool:
        """Whether this user reads other people's résumés."""
        return self.role != Role.CANDIDATE


class ApiKey(models.Model):
    """A key for programs. The token itself is shown once; only its SHA-256 is kept."""

    class Scope(models.TextChoices):
        FULL = "full", "Everything the user may do"
        READ = "read", "Reading only"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=100, blank=True)
    prefix = models.CharField(max_length=16, db_index=True, help_text="The visible beginning of the token.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(max_length=8, choices=Scope.choices, default=Scope.FULL)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        verbose_name = "API key"

    def __str__(self) -> str:
        return f"{self.prefix}…"

    @property
    def is_valid(self) -> bool:
        """Whether the key opens the door now."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())


class CreditAccount(models.Model):
    """How many résumés a user may still have read or ranked."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="credit_account"
    )
    balance = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(balance__gte=0), name="credit_balance_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.balance} credits"


class CreditEntry(models.Model):
    """One movement of an account. `reference` names what it is for; a reason moves it once."""

    class Reason(models.TextChoices):
        GRANT = "grant", "Granted"
        PARSE = "parse", "A résumé was started"
        RANK = "rank", "A ranking was started"
        REFUND = "refund", "The machine failed"

    account = models.ForeignKey(CreditAccount, on_delete=models.CASCADE, related_name="entries")
    reference = models.CharField(max_length=100)
    reason = models.CharField(max_length=16, choices=Reason.choices)
    amount = models.IntegerField(help_text="Positive into the account, negative out of it.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "credit entries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reference", "reason"], name="credit_moves_once_for_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d} {self.reason} {self.reference}"


class QuotaUse(models.Model):
    """How often a user did something in one window of time, such as a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    what = models.CharField(max_length=32)
    window_ends = models.DateTimeField(db_index=True)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "what", "window_ends"], name="quota_once_a_window")
        ]

    def __str__(self) -> str:
        return f"{self.used} {self.what} until {self.window_ends:%Y-%m-%d %H:%M}"


class ModelUse(models.Model):
    """What a language model was asked in one day (UTC), and what that cost."""

    day = models.DateField()
    model = models.CharField(max_length=200)
    calls = models.PositiveIntegerField(default=0)
    tokens = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-day", "model"]
        verbose_name_plural = "language model use"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "model"], name="model_use_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.model}: {self.tokens} tokens"


class AuditEvent(models.Model):
    """Something that was done, chained by hash to what was done before. Never changed, never deleted.

    Holds ids only, no personal data, so that a person can be erased without touching the chain.
    """

    id = models.BigIntegerField(primary_key=True, help_text="Position in the chain, from 1, without gaps.")
    at = models.DateTimeField()
    actor = models.CharField(max_length=64, help_text="user:ID, or system")
    action = models.CharField(max_length=64, db_index=True)
    target = models.CharField(max_length=100, db_index=True, help_text="kind:ID")
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.id} {self.action} {self.target}"


class AuditHead(models.Model):
    """The end of the chain: one row, whose lock puts writers in a line."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    count = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.count} events"


class IdempotencyKey(models.Model):
    """A request that must happen once. Keeps what was answered by reference, never a body."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, path and what was sent.")
    status_code = models.PositiveSmallIntegerField(null=True, help_text="Null while the first request runs.")
    reference = models.CharField(max_length=100, blank=True, help_text="kind:ID of what was made.")
    running_until = models.DateTimeField(help_text="After this the first request counts as dead.")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once_per_user")
        ]

    def __str__(self) -> str:
        return self.key


class LoginCounter(models.Model):
    """Wrong log-ins of one account from one address, or of one address, in one window of time."""

    subject = models.CharField(
        max_length=64, primary_key=True, help_text="Digest; no name or address is kept."
    )
    window_ends = models.DateTimeField(db_index=True)
    attempts = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.attempts} until {self.window_ends:%H:%M}"
