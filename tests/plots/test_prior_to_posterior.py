import numpy as np
import pytest
from scipy import stats

from hbtutor import Gamma, Normal, plots
from tests.plots.cases import FIT

PRIOR, POSTERIOR = Normal(50.0, 25.0), Normal(55.0, 12.5)  # one datum, 60, of variance 25


def curves(ax):
    return {line.get_label(): line.get_data() for line in ax.lines}


def test_likelihood_is_that_of_the_datum():
    drawn = curves(plots.posterior(PRIOR, POSTERIOR))
    for name, mean, sd in (("prior", 50, 5), ("likelihood", 60, 5), ("posterior", 55, 12.5**0.5)):
        x, height = drawn[name]
        assert height == pytest.approx(stats.norm.pdf(x, mean, sd), abs=2e-4), name
        assert x[0] < mean - 2 * sd
        assert x[-1] > mean + 2 * sd


def test_likelihood_can_be_given():
    # Poisson count 7 over exposure 2, prior Gamma(3, 1.5): posterior Gamma(10, 3.5).
    prior, after = Gamma(3.0, 1.5), Gamma(10.0, 3.5)
    given = plots.posterior(prior, after, likelihood=lambda rate: stats.poisson.logpmf(7, 2 * rate))
    (_, by_hand), (_, by_bayes) = (
        curves(ax)["likelihood"] for ax in (given, plots.posterior(prior, after))
    )
    assert by_hand == pytest.approx(by_bayes, rel=1e-9)
    x, height = curves(given)["likelihood"]
    assert np.trapezoid(height, x) == pytest.approx(1)


def test_sentence_gives_the_three_and_says_between_only_where_it_is():
    text = plots.posterior.describe(PRIOR, POSTERIOR, quantity="ability")
    assert text == (
        "Prior, likelihood and posterior of ability. The prior has mean 50 and standard deviation "
        "5; the likelihood peaks at 60; the posterior, between them, has mean 55 and standard "
        "deviation 3.54."
    )
    outside = plots.posterior.describe(PRIOR, POSTERIOR, likelihood=lambda x: -((x - 52) ** 2))
    assert "between" not in outside


def test_one_value_is_needed():
    with pytest.raises(ValueError, match="posterior must be the distribution of a single value"):
        plots.posterior(PRIOR, Normal([1.0, 2.0], [1.0, 1.0]))


def test_a_posterior_that_was_integrated_will_do():
    choate = FIT.theta["Choate"]
    ax = plots.posterior(Normal(8.0, 100.0), choate)
    x, height = curves(ax)["posterior"]
    assert height == pytest.approx(choate.density(x))
    assert np.trapezoid(height, x) == pytest.approx(1, abs=0.002)
