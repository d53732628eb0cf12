"""The ledger against a model of it, under every order of claims, deaths, duplicates and sweeps."""

from __future__ import annotations

import uuid
from datetime import timedelta

import hypothesis
import pytest
from django.db import connection
from django.db.models.functions import Now
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from pytest_django import Settings

from parsing import ledger
from parsing.ledger import Claim, ClaimLost
from parsing.models import Parse, StageRun
from tests.parsing.making import make_parse

State = StageRun.State
PAGES = 3


class Ledger(RuleBasedStateMachine):
    """A reading of three pages; workers come, work, die, come late, come twice."""

    claims: Bundle[Claim] = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.parse = make_parse(pages=PAGES)
        self.holder: dict[tuple[str, int], Claim] = {}
        self.finished: list[tuple[str, int]] = []
        self.dead: set[uuid.UUID] = set()
        self.deaths: dict[tuple[str, int], int] = {}

    def teardown(self) -> None:
        """Make room for the next run."""
        Parse.objects.all().delete()

    @rule(target=claims, page=st.integers(1, PAGES))
    def claim_page(self, page: int) -> Claim | None:
        """A message for a page arrives, perhaps not for the first time."""
        return self._claim("ocr", page)

    @rule(target=claims)
    def claim_lines(self) -> Claim | None:
        """The chord's body arrives, perhaps too early."""
        closed = StageRun.objects.filter(parse=self.parse, page__gt=0, state__in=[State.DONE, State.FAILED])
        early = closed.count() < PAGES
        claim = self._claim("lines", 0)
        assert claim is None or not early
        return claim

    @rule(claim=claims, state=st.sampled_from([State.DONE, State.FAILED]))
    def finish(self, claim: Claim | None, state: str) -> None:
        """A worker comes to its end, whether or not the work is still its own."""
        if claim is None:
            return
        key = (claim.run.stage, claim.run.page)
        is_mine = self.holder.get(key) is claim
        try:
            ledger.finish(claim, ended={"state": state})
        except ClaimLost:
            assert not is_mine
            return
        assert is_mine
        del self.holder[key]
        self.finished.append(key)

    @rule(claim=claims)
    def die(self, claim: Claim | None) -> None:
        """A worker dies, which it can do once: its lease runs out."""
        if claim is None or claim.token in self.dead:
            return
        key = (claim.run.stage, claim.run.page)
        if self.holder.get(key) is claim:
            past = Now() - timedelta(seconds=1)
            StageRun.objects.filter(token=claim.token).update(lease_until=past)
            self.dead.add(claim.token)
            self.deaths[key] = self.deaths.get(key, 0) + 1

    @rule()
    def sweep(self) -> None:
        """The sweeper takes back what the dead held."""
        _, poisoned = ledger.lapse()
        ledger.open_waiting()
        for run in poisoned:
            assert self.deaths[(run.stage, run.page)] == 3
        running = set(StageRun.objects.filter(state=State.RUNNING).values_list("stage", "page"))
        self.holder = {key: claim for key, claim in self.holder.items() if key in running}

    @invariant()
    def nothing_is_finished_twice(self) -> None:
        """Every stage has at most one end."""
        assert len(set(self.finished)) == len(self.finished)

    @invariant()
    def who_holds_is_who_may(self) -> None:
        """A running row belongs to the claim that the model knows."""
        tokens = dict(StageRun.objects.filter(state=State.RUNNING).values_list("token", "stage"))
        assert set(tokens) == {claim.token for claim in self.holder.values()}

    def _claim(self, stage: str, page: int) -> Claim | None:
        claim = ledger.claim(self.parse.pk, stage, page)
        if claim is not None:
            assert (stage, page) not in self.finished
            self.holder[(stage, page)] = claim
        return claim


@pytest.mark.django_db
def test_the_ledger_keeps_its_promises_in_any_order(settings: Settings) -> None:
    # The model knows of deaths, not of a machine that stood still for longer than a lease.
    settings.LEDGER = settings.LEDGER | {"lease": 3600}
    examples, steps = (40, 30) if connection.vendor == "postgresql" else (20, 30)
    run_state_machine_as_test(
        Ledger,
        settings=hypothesis.settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            # Shrinking a failure would outlast the time limit, and nobody would see the failure itself.
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
