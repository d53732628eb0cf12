"""`manage.py verify_audit`: walks the audit chain and names every break."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from accounts.audit import faults_in_chain
from accounts.models import AuditHead


class Command(BaseCommand):
    """Check that no audit event was changed, removed or put in between."""

    help = "Check that no audit event was changed, removed or put in between."

    def handle(self, *args: object, **options: object) -> None:
        """Print the chain's end, worth keeping elsewhere; fail with a list of what is wrong."""
        faults = list(faults_in_chain())
        if faults:
            raise CommandError("\n".join(faults))
        head = AuditHead.objects.filter(pk=1).first()
        self.stdout.write(
            f"{head.count if head else 0} events, unbroken. Last hash: {head.hash if head else '-'}"
        )
