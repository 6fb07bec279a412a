"""Every derivation holds, and no wrong version of any of its steps does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sympy import Eq, Integer

from hbtutor import derive
from hbtutor.derive.known import Known
from tests.derive.mutations import wrong_claims

PROOFS = [name for name in derive.__all__ if name.islower()]


@pytest.mark.parametrize("name", PROOFS)
def test_it_verifies(name: str) -> None:
    assert getattr(derive, name)().verify() is True


@pytest.mark.parametrize("name", PROOFS)
def test_every_step_mutated_is_refused_at_that_step(name: str) -> None:
    proof = getattr(derive, name)()
    known = Known()
    for number, step in enumerate(proof, start=1):
        wrongs = list(wrong_claims(step.claim))
        assert len(wrongs) >= 2, f"step {number} was hardly mutated"
        for wrong in wrongs:
            with pytest.raises(derive.ProofError, match=rf"step {number} ") as caught:
                replace(step, claim=wrong).verify(number, known)
            assert caught.value.difference is None or caught.value.difference != 0
        step.verify(number, known)


@pytest.mark.parametrize(
    "show", [str, "verify", "_repr_html_", "_repr_markdown_", "_repr_latex_", "result"]
)
def test_a_mutated_derivation_shows_nothing(show: object) -> None:
    proof = derive.normal_normal()
    last = proof.steps[-1]
    wrong = replace(last, claim=next(wrong_claims(last.claim)))
    mutant = replace(proof, steps=(*proof.steps[:-1], wrong))
    with pytest.raises(derive.ProofError, match=f"step {len(proof)} is refused"):
        str(mutant) if show is str else getattr(mutant, str(show))()


@pytest.mark.parametrize("name", PROOFS)
def test_a_claim_that_says_nothing_is_refused(name: str) -> None:
    first = getattr(derive, name)()[0]
    for empty in (Eq(Integer(1), 1), Eq(Integer(1), 2), first.claim.rhs):
        with pytest.raises(derive.ProofError):
            replace(first, claim=empty).verify(1, Known())


@pytest.mark.parametrize("name", PROOFS)
def test_display_is_generated_from_every_step(name: str) -> None:
    proof = getattr(derive, name)()
    shown = proof._repr_markdown_()
    assert shown.count("$$") % 2 == 0
    assert shown.count(r"\begin{aligned}") == shown.count(r"\end{aligned}")
    assert "{theta" not in shown
    assert all(step.reason.endswith(".") for step in proof)
