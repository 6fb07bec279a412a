"""tau and omega with sigma eliminated: against a finer mixture, draws, and many observations."""

import numpy as np
import pytest

from hbtutor import NestedNormal, datasets, full_bayes
from hbtutor.inference.inverse_chi import InverseChiKernel


@pytest.fixture(scope="module")
def pastes():
    frame = datasets.load("pastes")
    return full_bayes(
        NestedNormal, frame["strength"], classroom=frame["cask"], school=frame["batch"]
    )


@pytest.mark.parametrize(("name", "x"), [("tau", 4.2), ("tau", 2.5), ("omega", 1.5)])
def test_cdf_and_density_agree_with_a_mixture_on_a_finer_grid(pastes, name, x):
    """30 casks and 60 assays: chi is wide enough for a mixture over four times as many nodes."""
    grid, target = pastes._fine, pastes.target
    given = target.given(grid.u)
    scale2 = given.spread * {"tau": given.tau2, "omega": given.omega2}[name]
    law = InverseChiKernel(scale2[:, None], target.df)
    assert pastes.hyper[name].cdf(x) == pytest.approx(
        float(grid.weights @ law.cdf(np.array(x))[:, 0]), abs=1e-8
    )
    density = float(grid.weights @ law.pdf(np.array(x))[:, 0])
    assert pastes.hyper[name].density(x) == pytest.approx(density, rel=1e-6)


def test_quantiles_invert_the_cdf_and_moments_are_those_of_the_density(pastes):
    tau = pastes.hyper["tau"]
    levels = np.array([0.01, 0.3, 0.9])
    assert tau.cdf(tau.quantile(levels)) == pytest.approx(levels, abs=1e-11)
    x = np.linspace(1e-3, 14, 1500)
    density = tau.density(x)
    assert (density * (x[1] - x[0])).sum() == pytest.approx(1.0, abs=1e-6)
    assert (density * x * (x[1] - x[0])).sum() == pytest.approx(tau.mean, abs=1e-5)
    assert tau.cdf([-1.0, 0.0]).tolist() == [0.0, 0.0]


def test_many_students_in_each_classroom_leave_no_staircase():
    """With 300 in each, sigma is known to one part in 130 and the nodes lie far apart."""
    rng, model = np.random.default_rng(0), NestedNormal(psi=50, omega2=4, tau2=2, sigma2=9)
    school, room = np.repeat(np.arange(10), 900), np.repeat(np.arange(30), 300)
    y = model.simulate(rng, classroom=room, school=school).y
    post = full_bayes(NestedNormal, y, classroom=room, school=school)
    levels = np.linspace(0.05, 0.95, 10)
    for name in ("tau", "omega"):
        drawn = post.draws(np.random.default_rng(1), 40_000).hyper[name]
        law = post.hyper[name]
        assert law.cdf(np.quantile(drawn, levels)) == pytest.approx(levels, abs=0.012)
        density = law.density(law.quantile(np.linspace(0.3, 0.7, 9)))
        assert (np.diff(density, 2) < 0.05 * density.max()).all()
        assert law.draws(np.random.default_rng(2), 5).shape == (5,)
