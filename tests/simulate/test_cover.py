import numpy as np
import pytest
from scipy import stats

from hbtutor import Normal, NormalNormal, simulate
from hbtutor.inference.full import full_bayes
from tests.simulate.settings import SETTINGS


@pytest.mark.parametrize("name", SETTINGS)
def test_right_posteriors_cover_at_the_stated_rate(name):
    model, design = SETTINGS[name]
    result = simulate.coverage(
        model, rng=np.random.default_rng(3), replicates=600, levels=[0.5, 0.9], **design
    )
    above = {"nested": ("school",), "three layers": ("mu",)}
    assert result.names == ("theta", *above.get(name, ()))
    assert (abs(result.covered - [0.5, 0.9]) < 4.5 * result.se).all()
    assert (result.width[:, 0] < result.width[:, 1]).all()


def test_coverage_at_fixed_truth_by_the_normal_distribution():
    model, theta, sigma2 = NormalNormal(mu=2, tau2=3), np.array([2.0, 7.0]), np.array([4.0, 1.0])
    result = simulate.coverage(
        model, theta=theta, sigma2=sigma2, levels=[0.8], rng=np.random.default_rng(1),
        replicates=2000,
    )  # fmt: skip
    B = sigma2 / (sigma2 + 3)
    half = stats.norm.ppf(0.9) * np.sqrt((1 - B) * sigma2)
    centre, sd = B * (2 - theta), (1 - B) * np.sqrt(sigma2)  # of posterior mean - theta
    exact = stats.norm.cdf((half - centre) / sd) - stats.norm.cdf((-half - centre) / sd)
    assert abs(result.covered[0, 0] - exact.mean()) < 4 * result.se[0, 0]
    assert result.width[0, 0] == pytest.approx(2 * half.mean())
    assert exact[1] < 0.6 < 0.9 < exact[0]  # the far group pays for the near one


def test_wrong_intervals_are_seen():
    model = NormalNormal(mu=5, tau2=9)

    def sd_for_variance(y, **known):
        right = model.posterior(y, **known)
        return Normal(right.mean, right.sd)

    result = simulate.coverage(
        model, posterior=sd_for_variance, rng=np.random.default_rng(3), sigma2=16.0, groups=3,
        replicates=400,
    )  # fmt: skip
    assert (abs(result.covered - result.levels) > 5 * result.se).all()


def test_full_bayes_covers_hyperparameters_too():
    def draw(rng):
        return NormalNormal(mu=rng.normal(2, 5), tau2=rng.normal(0, 4) ** 2)

    def posterior(y, **known):
        prior = {"mu": Normal(2.0, 25.0), "tau": lambda tau: -0.5 * (tau / 4) ** 2}
        return full_bayes(NormalNormal, y, prior=prior, **known)

    result = simulate.coverage(
        draw, posterior=posterior, sigma2=[1.0, 4.0, 9.0, 16.0], levels=[0.8], replicates=150,
        rng=np.random.default_rng(6),
    )  # fmt: skip
    assert set(result.names) == {"theta", "mu", "tau"}
    assert (abs(result.covered - 0.8) < 4 * np.sqrt(0.16 / 150)).all()


def test_frame():
    model, design = SETTINGS["binomial"]
    frame = simulate.coverage(
        model, rng=np.random.default_rng(3), replicates=20, levels=[0.5, 0.9], **design
    ).to_frame()
    assert frame.index.tolist() == [("theta", 0.5), ("theta", 0.9)]
    assert frame.columns.tolist() == ["covered", "se", "width"]


@pytest.mark.parametrize("levels", [[], [0.5, 1.0], [95]])
def test_levels_are_probabilities(levels):
    model, design = SETTINGS["normal"]
    with pytest.raises(ValueError, match="levels must be strictly between 0 and 1"):
        simulate.coverage(model, rng=np.random.default_rng(1), levels=levels, **design)
