"""Full Bayes in every family: hyperparameters from their prior, posteriors by integration."""

import numpy as np
import pytest

from hbtutor import (
    BetaBinomial,
    Gamma,
    GammaPoisson,
    HalfNormal,
    HierarchicalLinear,
    NestedNormal,
    Normal,
    NormalNormal,
    full_bayes,
    simulate,
)

PAIR = {"alpha": Gamma(3.0, 1.0), "beta": Gamma(4.0, 0.5)}
CASES = {
    "normal": (
        NormalNormal,
        {"mu": Normal(2.0, 25.0), "tau": HalfNormal(4.0)},
        {"sigma2": [1.0, 4.0, 9.0, 16.0, 2.0]},
    ),
    "binomial": (BetaBinomial, PAIR, {"trials": [3, 10, 40, 20]}),
    "poisson": (GammaPoisson, PAIR, {"exposure": [3.0, 10.0, 40.0, 0.5]}),
}
REPLICATES = 40


def study(model, prior=None, posterior=None, **design):
    return simulate.calibration(
        model, prior=prior, posterior=posterior, rng=np.random.default_rng(6),
        replicates=REPLICATES, **design,
    )  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_calibrated_under_its_own_prior(name):
    family, prior, design = CASES[name]
    result = study(family, prior, **design)
    assert {"theta", *prior} <= set(result.names)
    assert "tau2" not in result.names  # it would say the same as tau
    assert all(p > 1e-3 for p in result.p_value.values()), result.p_value


WRONG = {
    "normal": {"mu": Normal(2.0, 25.0), "tau": HalfNormal(0.7)},
    "binomial": {"alpha": Gamma(30.0, 1.0), "beta": Gamma(4.0, 0.5)},
    "poisson": {"alpha": Gamma(3.0, 1.0), "beta": Gamma(40.0, 0.5)},
}


@pytest.mark.parametrize("name", CASES)
def test_another_prior_is_caught(name):
    family, prior, design = CASES[name]

    def posterior(y, **known):
        return full_bayes(family, y, prior=WRONG[name], **known)

    def model(rng):
        drawn = {key: float(law.sample(rng)) for key, law in prior.items()}
        if "tau" in drawn:
            drawn["tau2"] = drawn.pop("tau") ** 2
        return family(**drawn)

    assert min(study(model, posterior=posterior, **design).p_value.values()) < 1e-6


def test_three_levels():
    def model(rng):
        omega, tau = rng.normal(0, [4.0, 2.0])
        return NestedNormal(psi=rng.normal(2, 5), omega2=omega**2, tau2=tau**2, sigma2=6.0)

    def posterior(y, **known):
        prior = {"psi": Normal(2.0, 25.0), "omega": HalfNormal(4.0), "tau": HalfNormal(2.0)}
        return full_bayes(NestedNormal, y, sigma2=6.0, prior=prior, **known)

    result = study(
        model, posterior=posterior, classroom=[1, 1, 2, 2, 3] * 4, school=np.repeat(list("abcd"), 5)
    )
    assert set(result.names) == {"theta", "school", "psi", "omega", "tau"}
    assert all(p > 1e-3 for p in result.p_value.values()), result.p_value


def test_linear_model_with_a_flat_mean():
    # Under a flat prior on mu nothing depends on where mu is, so mu may be any fixed vector.
    def model(rng):
        spread, r = np.abs(rng.normal(0, [3.0, 1.0])), rng.uniform(-1, 1)
        Sigma = np.outer(spread, spread) * [[1, r], [r, 1]]
        return HierarchicalLinear(mu=[1.0, 2.0], Sigma=Sigma, sigma2=rng.normal(0, 2) ** 2)

    def posterior(y, rng, **known):
        prior = {"tau": [HalfNormal(3.0), HalfNormal(1.0)], "sigma": HalfNormal(2.0)}
        return full_bayes(HierarchicalLinear, y, rng=rng, prior=prior, **known)

    X, group = np.c_[np.ones(40), np.tile(np.arange(5.0), 8)], np.repeat(np.arange(8), 5)
    result = study(model, posterior=posterior, X=X, group=group)
    assert set(result.names) == {
        "theta[0]", "theta[1]", "mu[0]", "mu[1]", "tau[0]", "tau[1]", "sigma",
    }  # fmt: skip
    assert all(p > 1e-3 for p in result.p_value.values()), result.p_value
