"""Tasks about single farms, seen and not yet seen."""

from __future__ import annotations

from typing import Any

from hbtutor.check.exercises.fertilizer.formulas import posterior_mu, var_mu, weight
from hbtutor.check.given.fertilizer import Fertilizer
from hbtutor.check.tasks import Misconception, Number, Tolerance
from hbtutor.distributions import Normal

TWO_DECIMALS = Tolerance(relative=0, absolute=5.01e-3)
THREE_DECIMALS = Tolerance(relative=0, absolute=5.01e-4)


def _effects(data: Fertilizer) -> tuple[Any, ...]:
    """Return the yield increases, what the trial says of mu, and B with variants of it."""
    known = posterior_mu(*data.trial())
    return data.farms.y.to_numpy(), known.mean, data.mu0, data.tau2, data.sigma2


def _toward(y: Any, center: Any, b: Any) -> Any:
    return (1 - b) * y + b * center


FARMS = Number(
    name="farm_effects",
    asks="the posterior means of the farms' effects, in the order of the table",
    given=_effects,
    formula=lambda y, mu, mu0, tau2, sigma2: _toward(y, mu, weight(tau2, sigma2)),
    tolerance=TWO_DECIMALS,
    misconceptions=(
        Misconception(
            "B and 1 - B swapped",
            "It looks as if B and 1 - B have changed places: which of the two weights should grow "
            "when a yield increase is measured more precisely?",
            lambda y, mu, mu0, tau2, sigma2: _toward(y, mu, 1 - weight(tau2, sigma2)),
        ),
        Misconception(
            "toward the prior mean",
            "It looks as if the farms were shrunk toward mu0; after the trial more is known of mu "
            "than that.",
            lambda y, mu, mu0, tau2, sigma2: _toward(y, mu0, weight(tau2, sigma2)),
        ),
        Misconception(
            "toward the mean of the trial",
            "It looks as if the farms were shrunk toward the mean of the trial, as if nothing had "
            "been known of mu before it.",
            lambda y, mu, mu0, tau2, sigma2: _toward(y, y.mean(), weight(tau2, sigma2)),
        ),
        Misconception(
            "no pooling",
            "These are the yield increases as they were measured, as if each farm told nothing "
            "about the others.",
            lambda y, mu, mu0, tau2, sigma2: y,
        ),
        Misconception(
            "complete pooling",
            "This is the posterior mean of the global effect, as if all farms were alike.",
            lambda y, mu, mu0, tau2, sigma2: mu + 0 * y,
        ),
        Misconception(
            "toward zero",
            "It looks as if the farms were shrunk toward zero.",
            lambda y, mu, mu0, tau2, sigma2: _toward(y, 0, weight(tau2, sigma2)),
        ),
        Misconception(
            "sd for variance",
            "It looks as if standard deviations stand where variances belong.",
            lambda y, mu, mu0, tau2, sigma2: _toward(y, mu, weight(tau2**0.5, sigma2**0.5)),
        ),
    ),
)


def _doubt(data: Fertilizer) -> tuple[float, float, float, float]:
    trial = data.trial()
    return weight(data.tau2, data.sigma2), data.tau2, data.sigma2, var_mu(trial[1], *trial[3:])


FARM_VAR = Number(
    name="farm_var",
    asks="the posterior variance of a farm's effect",
    given=_doubt,
    formula=lambda b, tau2, sigma2, var: b * tau2 + b**2 * var,
    tolerance=THREE_DECIMALS,
    misconceptions=(
        Misconception(
            "mu taken as known",
            "This is the variance for someone who knows mu; that mu is uncertain must make the "
            "farm's effect more uncertain, too.",
            lambda b, tau2, sigma2, var: b * tau2,
        ),
        Misconception(
            "B not squared",
            "It looks as if the variance of mu was multiplied by B. If mu were larger by 1, by how "
            "much would the farm's effect be larger, and what does that do to a variance?",
            lambda b, tau2, sigma2, var: b * tau2 + b * var,
        ),
        Misconception(
            "all of mu's variance",
            "It looks as if the whole variance of mu was added; the farm leans on mu only in part.",
            lambda b, tau2, sigma2, var: b * tau2 + var,
        ),
        Misconception(
            "B and 1 - B swapped",
            "It looks as if B and 1 - B have changed places.",
            lambda b, tau2, sigma2, var: (1 - b) * tau2 + (1 - b) ** 2 * var,
        ),
        Misconception(
            "no pooling",
            "This is the variance of a yield increase about the farm's effect, as if the other "
            "farms told nothing.",
            lambda b, tau2, sigma2, var: sigma2,
        ),
        Misconception(
            "a farm not seen",
            "This is for a farm without a yield increase of its own.",
            lambda b, tau2, sigma2, var: tau2 + var,
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation; asked is a variance.",
            lambda b, tau2, sigma2, var: (b * tau2 + b**2 * var) ** 0.5,
        ),
    ),
)


def _new(data: Fertilizer) -> tuple[float, ...]:
    known = posterior_mu(*data.trial())
    return known.mean, known.var, data.trial()[0], *data.layers


NEW_FARM = Number(
    name="new_farm",
    asks="the distribution of the yield increase on a farm that was not in the trial",
    given=_new,
    formula=lambda mu, var, ybar, mu0, gamma2, tau2, sigma2: Normal(mu, var + tau2 + sigma2),
    tolerance=THREE_DECIMALS,
    misconceptions=(
        Misconception(
            "prior forgotten",
            "Its mean is that of the trial, as if nothing had been known before it.",
            lambda mu, var, ybar, mu0, gamma2, tau2, sigma2: ybar,
            part="mean",
        ),
        Misconception(
            "trial ignored",
            "Its mean is what was expected before the trial.",
            lambda mu, var, ybar, mu0, gamma2, tau2, sigma2: mu0,
            part="mean",
        ),
        Misconception(
            "of the global effect",
            "This is how unsure we are of the global effect; a farm varies about it, and its yield "
            "about the farm.",
            lambda mu, var, ybar, mu0, gamma2, tau2, sigma2: var,
            part="var",
        ),
        Misconception(
            "of the farm's effect",
            "This is how unsure we are of the new farm's effect; its yield increase varies about "
            "that.",
            lambda mu, var, ybar, mu0, gamma2, tau2, sigma2: var + tau2,
            part="var",
        ),
        Misconception(
            "mu taken as known",
            "This is for someone who knows mu; the trial has told only roughly what it is.",
            lambda mu, var, ybar, mu0, gamma2, tau2, sigma2: tau2 + sigma2,
            part="var",
        ),
        Misconception(
            "before the trial",
            "This is how unsure we were before the trial, which must have left less doubt.",
            lambda mu, var, ybar, mu0, gamma2, tau2, sigma2: gamma2 + tau2 + sigma2,
            part="var",
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation; asked is a variance.",
            lambda mu, var, ybar, mu0, gamma2, tau2, sigma2: (var + tau2 + sigma2) ** 0.5,
            part="var",
        ),
    ),
)
