import numpy as np
import pytest
from scipy import integrate, stats

from hbtutor import BetaBinomial, NormalNormal, james_stein, risk_of_pooling, simulate
from tests.simulate.settings import SETTINGS


def study(name, **options):
    model, design = SETTINGS[name]
    rng = np.random.default_rng(7)
    return simulate.pooling_study(model, rng=rng, replicates=2000, **(design | options))


def normal():
    var = np.array([1 / 2, 4 / 3, 30.0])
    weights = (1 / var) / (1 / var).sum()
    spread = [((np.eye(3)[j] - weights) ** 2).sum() * 9 for j in range(3)]
    return [var, spread + (weights**2 * var).sum(), 9 * var / (9 + var)]


def binomial():
    n, inner = np.array([3, 10, 40]), 2 * 6 / (8 * 9)  # E theta (1 - theta)
    weights, var = n / 53, 2 * 6 / (8 * 8 * 9)
    spread = np.array([((np.eye(3)[j] - weights) ** 2).sum() * var for j in range(3)])
    return [inner / n, spread + (weights**2 * inner / n).sum(), inner / (8 + n)]


def poisson():
    t, mean = np.array([0.3, 1.0, 14.0]), 2 / 0.5
    weights, var = t / t.sum(), 2 / 0.5**2
    spread = np.array([((np.eye(3)[j] - weights) ** 2).sum() * var for j in range(3)])
    return [mean / t, spread + (weights**2 * mean / t).sum(), mean / (0.5 + t)]


def nested():
    n = np.array([2, 1, 2, 1])  # classrooms a1, a2, b1, b3, by hand
    cov = 2 * np.eye(4) + 4 * np.kron(np.eye(2), np.ones((2, 2)))
    contrast = np.eye(4) - n / 6
    complete = np.einsum("ij,jk,ik->i", contrast, cov, contrast) + 9 / 6
    inverse = np.linalg.inv(cov + np.diag(9 / n))
    return [9 / n, complete, np.diag(cov - cov @ inverse @ cov)]


def linear():
    X, sigma2, Sigma = SETTINGS["linear"][1]["X"], 5.0, np.array([[4.0, 1.0], [1.0, 2.0]])
    grams = [X[:4].T @ X[:4], X[4:].T @ X[4:]]
    both = np.linalg.inv(sum(grams))
    none = [sigma2 * np.trace(np.linalg.inv(gram)) for gram in grams]
    partial = [np.trace(np.linalg.inv(np.linalg.inv(Sigma) + gram / sigma2)) for gram in grams]
    complete = []
    for j in range(2):
        shares = [(j == i) * np.eye(2) - both @ grams[i] for i in range(2)]
        spread = sum(np.trace(share @ Sigma @ share.T) for share in shares)
        complete.append(spread + sigma2 * np.trace(both))
    return [none, complete, partial]


EXACT = {
    "normal": normal, "binomial": binomial, "poisson": poisson, "nested": nested, "linear": linear,
}  # fmt: skip


@pytest.mark.parametrize("name", EXACT)
def test_bayes_risks_are_the_exact_ones(name):
    result, exact = study(name), np.array(EXACT[name]())
    assert result.by_group.shape == exact.shape
    assert (abs(result.by_group - exact) < 4.5 * result.by_group_se).all()
    assert (abs(result.risk - exact.mean(axis=1)) < 4 * result.se).all()
    assert (result.gain > 3 * result.gain_se).all()  # partial pooling is best
    assert (result.se < 0.12 * result.risk).all()


def test_fixed_truth_has_the_exact_frequentist_risk_and_stein_beats_no_pooling():
    theta, sigma2 = np.array([3.0, -1.0, 0.5, 2.0, -4.0, 0.0]), 4.0

    def stein(y, *, sigma2):
        return james_stein(y, sigma2=sigma2).theta

    result = simulate.pooling_study(
        NormalNormal(mu=0, tau2=1), theta=theta, posterior=stein, sigma2=sigma2, groups=6,
        rng=np.random.default_rng(2), replicates=3000,
    )  # fmt: skip
    exact = risk_of_pooling(theta, sigma2=sigma2)
    total, error = 6 * result.risk, 6 * result.se
    for number, value in enumerate([exact.no_pooling, exact.complete_pooling, exact.positive_part]):
        assert abs(total[number] - value) < 4 * error[number]
    assert result.gain[0] > 4 * result.gain_se[0]


def test_fixed_proportions_by_summing_over_the_binomial():
    model, theta, n = BetaBinomial(alpha=2, beta=6), np.array([0.1, 0.7]), np.array([5, 20])
    result = simulate.pooling_study(
        model, theta=theta, trials=n, rng=np.random.default_rng(3), replicates=3000
    )
    for j in range(2):
        k = np.arange(n[j] + 1)
        chance = stats.binom.pmf(k, n[j], theta[j])
        partial = chance @ ((2 + k) / (8 + n[j]) - theta[j]) ** 2
        assert (
            abs(result.by_group[0, j] - theta[j] * (1 - theta[j]) / n[j])
            < 4 * result.by_group_se[0, j]
        )
        assert abs(result.by_group[2, j] - partial) < 4 * result.by_group_se[2, j]


def test_standard_error_is_that_of_independent_replicates():
    # For y ~ N(theta, v): the squared error of no pooling has variance 2 v^2 in each group.
    result = simulate.pooling_study(
        NormalNormal(mu=0, tau2=1), sigma2=[2.0, 6.0], rng=np.random.default_rng(4), replicates=4000
    )
    exact = np.sqrt((2 * 2.0**2 + 2 * 6.0**2) / 4 / 4000)
    assert result.se[0] == pytest.approx(exact, rel=0.1)


def test_hyperparameters_can_be_drawn_anew():
    def model(rng):
        return NormalNormal(mu=rng.normal(0, 3), tau2=rng.uniform(1, 9))

    result = simulate.pooling_study(
        model, sigma2=4.0, groups=4, rng=np.random.default_rng(9), replicates=4000
    )
    exact = integrate.quad(lambda t: 4 * t / (4 + t) / 8, 1, 9)[0]
    assert abs(result.risk[2] - exact) < 4 * result.se[2]


def test_frame_and_names():
    frame = study("normal").to_frame()
    assert frame.index.tolist() == ["no pooling", "complete pooling", "partial pooling"]
    assert frame.columns.tolist() == ["risk", "se"]


def test_families_and_designs_that_cannot_be_pooled_are_refused():
    with pytest.raises(ValueError, match="model must have groups to pool"):
        study("shared p")
    with pytest.raises(ValueError, match="X of group 'b' has rank 1 for 2 coefficients"):
        study("linear", X=np.c_[np.ones(7), [0, 1, 2, 3, 5, 5, 5]])
    with pytest.raises(ValueError, match=r"theta must have the shape .*\(3,\); got \(2,\)"):
        study("normal", theta=[1.0, 2.0])
    with pytest.raises(ValueError, match="posterior must estimate theta in its shape"):
        study("normal", posterior=lambda y, **design: np.zeros(2))
