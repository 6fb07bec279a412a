"""What a derivation refuses: wrong claims, claims that say nothing, checks that cannot decide."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sympy import Eq, Function, Gt, Integral, Limit, Lt, Ne, Symbol, exp, gamma, log, oo, sqrt

from hbtutor import derive
from hbtutor.derive.checks import Assumed, Bayes, Defined, Kernel, Sign, Stationary, Via
from hbtutor.derive.derivation import Derivation
from hbtutor.derive.known import Known, UndecidedError
from hbtutor.derive.laws import NormalLaw
from hbtutor.derive.quantities import Distribution, LogDensity, Mean, Variance
from hbtutor.derive.step import ProofError, Step
from hbtutor.derive.written import log_normal
from hbtutor.derive.zero import nonzero_part
from hbtutor.notation import B_j, mu, n_j, sigma2, tau2, theta_j, ybar_j

x = Symbol("x", positive=True)


def refused(step: Step, *before: Step) -> ProofError:
    with pytest.raises(ProofError) as caught:
        Derivation((*before, step)).verify()
    return caught.value


PRIOR = Step(
    Eq(Distribution(theta_j), NormalLaw(mu, tau2)), "Prior.", Assumed(log_normal(theta_j, mu, tau2))
)


def test_the_error_names_step_claim_and_difference() -> None:
    proof = derive.normal_normal()
    index = next(i for i, step in enumerate(proof) if step.name == "B")
    swapped = replace(proof[index], claim=Eq(B_j, 1 - proof.result["B"]))
    mutant = replace(proof, steps=(*proof.steps[:index], swapped, *proof.steps[index + 1 :]))
    with pytest.raises(ProofError, match=rf"step {index + 1} is refused: B_j = 1 - ") as caught:
        mutant.verify()
    assert caught.value.number == index + 1
    assert caught.value.claim == swapped.claim
    value = caught.value.difference.subs({sigma2: 3, n_j: 2, tau2: 5})
    assert abs(value) == pytest.approx(abs(1 - 2 * 1.5 / 6.5))


def test_a_changed_early_step_is_refused_even_if_its_own_check_is_changed_with_it() -> None:
    """The conclusions rest on the steps, not on what the steps were when they were written."""
    proof = derive.normal_normal()
    wrong = Step(
        Eq(Distribution(theta_j), NormalLaw(mu, 2 * tau2)),
        "Another prior.",
        Assumed(log_normal(theta_j, mu, 2 * tau2)),
    )
    mutant = replace(proof, steps=(wrong, *proof.steps[1:]))
    with pytest.raises(ProofError, match="step 4 is refused"):
        mutant.verify()


@pytest.mark.parametrize("left_out", [0, 2, 3, 5, 6, 10])
def test_no_step_that_others_need_can_be_left_out(left_out: int) -> None:
    """Prior, likelihood, joint density, variance, mean, B."""
    proof = derive.normal_normal()
    shorter = replace(proof, steps=proof.steps[:left_out] + proof.steps[left_out + 1 :])
    with pytest.raises(ProofError):
        shorter.verify()


def test_a_quantity_that_no_step_has_established() -> None:
    error = refused(Step(Eq(2 * Mean(theta_j, given=ybar_j), mu), "Out of nowhere."), PRIOR)
    assert error.difference is None
    assert "no earlier step says what E(theta_j | ybar_j) is" in str(error)


def test_an_integral_or_limit_that_sympy_cannot_do_is_not_taken_for_zero() -> None:
    g = Function("g")
    hard = Integral(exp(-(x**4)) * log(1 + x) ** x, (x, 1, 2))
    for claim in (
        Eq(hard, 1, evaluate=False),
        Eq(Limit(g(x), x, oo), 0, evaluate=False),
    ):
        refused(Step(claim, "Hard."))


def test_a_number_that_is_close_is_not_equal() -> None:
    refused(Step(Eq(sqrt(x**2 + 1) * 10**-25 + x, x, evaluate=False), "Nearly."))
    refused(Step(Eq(gamma(x + 1), x * gamma(x) + 10**-30, evaluate=False), "Nearly."))


def test_checks_that_do_not_apply() -> None:
    joint = LogDensity(theta_j)
    law = Eq(Distribution(theta_j, given=ybar_j), NormalLaw(mu, tau2))
    cases = (
        Step(Eq(Mean(theta_j, given=ybar_j), mu), "Not a law.", Kernel(joint)),
        Step(Eq(Mean(theta_j, given=ybar_j), mu), "Not a law.", Bayes(joint)),
        Step(Eq(Distribution(mu), mu), "Not a law.", Assumed(joint)),
        Step(Eq(Mean(mu), 0), "No quadratic.", Stationary(joint, at=Symbol("z"))),
        Step(Eq(Variance(theta_j), 3), "Defined twice.", Defined(sigma2)),
        Step(replace(PRIOR, reason="").claim, "Twice.", Defined(NormalLaw(mu, tau2))),
        Step(Gt(mu, 0, evaluate=False), "Unknown sign.", Sign()),
        Step(Gt(-tau2, 0, evaluate=False), "Wrong sign.", Sign()),
        Step(law, "Of another variable.", Kernel(LogDensity(mu))),
        Step(Eq(B_j, mu), "Another route.", Via(sigma2)),
    )
    for case in cases:
        refused(case, PRIOR)


def test_a_law_without_a_density_is_not_taken_for_the_kernel_of_any() -> None:
    """Log of Gamma(0) is infinite, and infinity plus anything has the slope zero."""
    proof = derive.beta_binomial()
    index = next(i for i, step in enumerate(proof) if step.name == "posterior")
    law = proof[index].claim.rhs
    wrong = replace(proof[index], claim=Eq(proof[index].claim.lhs, law.func(0, law.args[1])))
    with pytest.raises(ProofError, match="has no density"):
        Derivation((*proof.steps[:index], wrong)).verify()


@pytest.mark.parametrize("relation", [Ne, Gt, Lt])
def test_another_relation_between_equal_sides(relation: type) -> None:
    for step in derive.normal_normal():
        claim = relation(step.claim.lhs, step.claim.rhs, evaluate=False)
        with pytest.raises(ProofError, match="not a relation that its check can decide"):
            replace(step, claim=claim).verify(1, Known())
    bound = Step(Ne(tau2 + 1, tau2, evaluate=False), "True, but not an inequality.", Sign())
    refused(bound)


def test_known_refuses_what_a_law_does_not_say() -> None:
    known = Known()
    known.learn(PRIOR.claim)
    assert known.value(Mean(theta_j) + Variance(theta_j)) == mu + tau2
    with pytest.raises(UndecidedError, match="no earlier step"):
        known.value(Mean(mu))


def test_zero_is_proved_and_not_guessed() -> None:
    assert nonzero_part(gamma(x + 2) - x * (x + 1) * gamma(x)) == 0
    assert nonzero_part(log(gamma(x + 1)) - log(gamma(x)) - log(x)) == 0
    assert nonzero_part(log(4 * x**2) / 2 - log(2) - log(x)) == 0
    assert nonzero_part(exp(x) * exp(-x) - 1) == 0
    for wrong in (gamma(x + 2) - (x + 1) * gamma(x), log(4 * x) / 2 - log(2) - log(x), x - sqrt(x)):
        assert nonzero_part(wrong) != 0


def test_results_are_named_and_a_wrong_name_lists_the_right_ones() -> None:
    result = derive.normal_normal().result
    assert set(result) >= {"mean", "var", "B", "shrinkage", "posterior", "marginal"}
    assert len(result) == len(list(result))
    with pytest.raises(KeyError, match="'sd' was not proved here; there are var, mean"):
        _ = result["sd"]
