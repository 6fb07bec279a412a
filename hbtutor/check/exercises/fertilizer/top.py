"""Tasks about the global effect, given the trial."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hbtutor.check.exercises.fertilizer.formulas import (
    GAMMA2,
    MU0,
    SIGMA2,
    TAU2,
    YBAR,
    N,
    posterior_mu,
    var_mu,
)
from hbtutor.check.mistakes.normal_normal import for_part
from hbtutor.check.tasks import Formula, Function, Misconception, Number, Tolerance
from hbtutor.distributions import Normal

THREE_DECIMALS = Tolerance(relative=0, absolute=5.01e-4)


def _with(noise: Callable[[Any, Any, Any], Any]) -> Callable[..., Any]:
    """Return the posterior mean of mu where ybar is thought to vary about it with this variance."""

    def mean(ybar: Any, N: Any, mu0: Any, gamma2: Any, tau2: Any, sigma2: Any) -> Any:
        weight = gamma2 / (gamma2 + noise(N, tau2, sigma2))
        return weight * ybar + (1 - weight) * mu0

    return mean


def _var_with(noise: Callable[[Any, Any, Any], Any]) -> Callable[..., Any]:
    def var(N: Any, gamma2: Any, tau2: Any, sigma2: Any) -> Any:
        return 1 / (1 / gamma2 + 1 / noise(N, tau2, sigma2))

    return var


NOISES = (
    (
        "tau2 forgotten",
        "It looks as if tau2 was left out: even an endlessly precise yield increase shows a farm's "
        "effect, and that is not the global one.",
        lambda N, tau2, sigma2: sigma2 / N,
    ),
    (
        "sigma2 forgotten",
        "It looks as if sigma2 was left out: the farms' effects themselves are not observed.",
        lambda N, tau2, sigma2: tau2 / N,
    ),
    (
        "tau2 not averaged",
        "It looks as if only sigma2 was divided by the number of farms. There is one yield "
        "increase on each farm: what else does a mean over many farms average out?",
        lambda N, tau2, sigma2: sigma2 / N + tau2,
    ),
    (
        "N forgotten",
        "It looks as if the number of farms was left out: a mean over many farms varies less than "
        "a single farm.",
        lambda N, tau2, sigma2: sigma2 + tau2,
    ),
    (
        "square root of N",
        "It looks as if a variance was divided by the square root of N; that rule belongs to "
        "standard deviations.",
        lambda N, tau2, sigma2: (sigma2 + tau2) / N**0.5,
    ),
)

MEAN = (
    *(Misconception(name, hint, _with(noise)) for name, hint, noise in NOISES),
    Misconception(
        "weights swapped",
        "It looks as if the two weights have changed places: which of them should grow with the "
        "number of farms?",
        lambda ybar, N, mu0, gamma2, tau2, sigma2: (
            ybar + mu0 - posterior_mu(ybar, N, mu0, gamma2, tau2, sigma2).mean
        ),
    ),
    Misconception(
        "prior forgotten",
        "This is the mean of the trial, as if nothing had been known before it.",
        lambda ybar, N, mu0, gamma2, tau2, sigma2: ybar,
    ),
    Misconception(
        "trial ignored",
        "This is what was expected before the trial.",
        lambda ybar, N, mu0, gamma2, tau2, sigma2: mu0,
    ),
    Misconception(
        "toward zero",
        "It looks as if the mean of the trial was shrunk toward zero; the prior has another mean.",
        lambda ybar, N, mu0, gamma2, tau2, sigma2: (
            posterior_mu(ybar, N, 0, gamma2, tau2, sigma2).mean
        ),
    ),
    Misconception(
        "plain average",
        "The trial and the prior seem to have the same weight, whatever is known from each.",
        lambda ybar, N, mu0, gamma2, tau2, sigma2: (ybar + mu0) / 2,
    ),
)

VARIANCE = (
    *(Misconception(name, hint, _var_with(noise)) for name, hint, noise in NOISES),
    Misconception(
        "precision for variance",
        "This is a precision; asked is a variance.",
        lambda N, gamma2, tau2, sigma2: 1 / var_mu(N, gamma2, tau2, sigma2),
    ),
    Misconception(
        "sd for variance",
        "This is a standard deviation; asked is a variance.",
        lambda N, gamma2, tau2, sigma2: var_mu(N, gamma2, tau2, sigma2) ** 0.5,
    ),
    Misconception(
        "prior forgotten",
        "This is the variance of the mean of the trial, as if nothing had been known before it.",
        lambda N, gamma2, tau2, sigma2: (tau2 + sigma2) / N,
    ),
    Misconception(
        "variances added",
        "This is how much the mean of the trial varies before it is seen; two sources of "
        "information about the same thing must leave less doubt than either.",
        lambda N, gamma2, tau2, sigma2: gamma2 + (tau2 + sigma2) / N,
    ),
)


def _of_trial(wrong: Misconception) -> Misconception:
    formula = wrong.formula
    return replace(
        wrong,
        # The same slip in the mean has the same words but for these.
        hint=wrong.hint.replace("It looks as if", "It looks as if, in the variance,"),
        formula=lambda ybar, N, mu0, gamma2, tau2, sigma2: formula(N, gamma2, tau2, sigma2),
    )


BOTH = (
    *for_part("mean", MEAN),
    *for_part("var", tuple(map(_of_trial, VARIANCE))),
    Misconception(
        "variance for sd",
        "It looks as if a variance was given to scipy.stats.norm, which wants the standard "
        "deviation.",
        lambda ybar, N, mu0, gamma2, tau2, sigma2: var_mu(N, gamma2, tau2, sigma2) ** 2,
        part="var",
    ),
)

POSTERIOR_MU = Function(
    name="posterior_mu",
    asks="the posterior of the global effect, Normal(mean, var)",
    arguments=(YBAR, N, MU0, GAMMA2, TAU2, SIGMA2),
    formula=posterior_mu,
    misconceptions=BOTH,
)

GLOBAL_EFFECT = Number(
    name="global_effect",
    asks="the posterior of the global effect, Normal(mean, var)",
    given=lambda data: data.trial(),
    formula=posterior_mu,
    tolerance=THREE_DECIMALS,
    misconceptions=BOTH,
)

VAR_MU = Formula(
    name="var_mu",
    asks="the posterior variance of the global effect in N, gamma2, tau2 and sigma2",
    arguments=(N, GAMMA2, TAU2, SIGMA2),
    formula=var_mu,
    misconceptions=VARIANCE,
)


def _exceeds(law: Callable[..., Normal]) -> Callable[..., float]:
    return lambda cost, *trial: float(1 - law(*trial).cdf(cost))


def _widened(law: Callable[..., Any]) -> Callable[..., Normal]:
    """Return the right mean with a wrong variance, which is a function of the right one."""

    def wider(ybar: Any, N: Any, mu0: Any, gamma2: Any, tau2: Any, sigma2: Any) -> Normal:
        right = posterior_mu(ybar, N, mu0, gamma2, tau2, sigma2)
        return Normal(right.mean, law(right.var, tau2, sigma2))

    return wider


PAYS = Number(
    name="pays",
    asks="the probability that the global effect exceeds the cost",
    given=lambda data: (data.cost, *data.trial()),
    formula=_exceeds(posterior_mu),
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a probability"),
    misconceptions=(
        Misconception(
            "the complement",
            "This is the probability that the fertilizer does not pay.",
            lambda cost, *trial: 1 - _exceeds(posterior_mu)(cost, *trial),
        ),
        Misconception(
            "prior forgotten",
            "This follows from the trial alone, as if nothing had been known before it.",
            _exceeds(lambda ybar, N, mu0, gamma2, tau2, sigma2: Normal(ybar, (tau2 + sigma2) / N)),
        ),
        Misconception(
            "trial ignored",
            "This is the probability before the trial.",
            _exceeds(lambda ybar, N, mu0, gamma2, tau2, sigma2: Normal(mu0, gamma2)),
        ),
        Misconception(
            "variance for sd",
            "It looks as if a variance stands where the standard deviation belongs.",
            _exceeds(_widened(lambda var, tau2, sigma2: var**2)),
        ),
        Misconception(
            "a new farm's effect",
            "This is the probability for one more farm; asked is the global effect, about which "
            "the farms vary.",
            _exceeds(_widened(lambda var, tau2, sigma2: var + tau2)),
        ),
        Misconception(
            "a new farm's yield",
            "This is the probability for the yield increase of one more farm; asked is the global "
            "effect.",
            _exceeds(_widened(lambda var, tau2, sigma2: var + tau2 + sigma2)),
        ),
    ),
)
