"""Empirical and full Bayes of the grouped families at 100,000 groups, beside SciPy.

Run: python benchmarks/families.py [groups]

The design asks at 100,000 groups for empirical Bayes in 0.05 s and full Bayes, with the mean and
the standard deviation of every group, in 2 s.  SciPy has no beta-binomial fit: the usual route
maximises the sum of scipy.stats.betabinom.logpmf numerically.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import optimize, stats

from hbtutor import BetaBinomial, GammaPoisson, NormalNormal, empirical_bayes, full_bayes


def simulated(groups: int) -> dict[str, tuple[Any, tuple[Any, ...], dict[str, Any]]]:
    """Return the family, the data and what is known, for each case; nothing repeats by design."""
    rng = np.random.default_rng(2026)
    sigma2 = rng.uniform(1, 9, groups)
    trials = rng.integers(1, 100, groups)
    exposure = rng.gamma(2.0, 3.0, groups)
    normal = NormalNormal(mu=50, tau2=4).simulate(rng, sigma2=sigma2)
    proportions = BetaBinomial(alpha=2, beta=5).simulate(rng, trials=trials)
    rates = GammaPoisson(alpha=2, beta=3).simulate(rng, exposure=exposure)
    return {
        "NormalNormal": (NormalNormal, (normal.y,), {"sigma2": sigma2}),
        "BetaBinomial": (BetaBinomial, (proportions.y,), {"trials": trials}),
        "GammaPoisson": (GammaPoisson, (rates.y,), {"exposure": exposure}),
        "GammaPoisson, one exposure": (GammaPoisson, (rates.y,), {}),
    }


def best_of(function: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """Return the shortest of several durations in seconds, and the last answer."""
    durations = []
    answer = None
    for _ in range(times):
        start = time.perf_counter()
        answer = function()
        durations.append(time.perf_counter() - start)
    return min(durations), answer


def with_all_groups(family: Any, data: tuple[Any, ...], known: dict[str, Any]) -> Any:
    """Return the full posterior once the moments of every group have been computed."""
    posterior = full_bayes(family, *data, **known)
    posterior.theta.mean  # noqa: B018 - computed on first use
    posterior.theta.sd  # noqa: B018
    return posterior


def scipys_route(successes: Any, trials: Any) -> Any:
    """Maximise the sum of SciPy's log probabilities in (log alpha, log beta)."""

    def minus(x: Any) -> float:
        return -float(stats.betabinom(trials, *np.exp(x)).logpmf(successes).sum())

    return optimize.minimize(minus, [0.0, 0.0], method="L-BFGS-B")


def main(groups: int) -> None:
    """Print the table."""
    cases = simulated(groups)
    print(f"{groups:,} groups; best of 5 (full Bayes: of 2), seconds\n")
    print(f"{'family':<28}{'empirical':>10}{'full':>10}{'nodes':>8}{'error bound':>13}")
    for name, (family, data, known) in cases.items():
        quick, _ = best_of(lambda: empirical_bayes(family, *data, **known))  # noqa: B023
        slow, full = best_of(lambda: with_all_groups(family, data, known), 2)  # noqa: B023
        print(f"{name:<28}{quick:>10.4f}{slow:>10.3f}{full.nodes:>8}{full.error:>13.1e}")
    _, (successes,), known = cases["BetaBinomial"]
    fit = empirical_bayes(BetaBinomial, successes, **known)
    duration, found = best_of(lambda: scipys_route(successes, known["trials"]), 1)
    one, value = best_of(
        lambda: (
            stats.betabinom(known["trials"], fit.model.alpha, fit.model.beta)
            .logpmf(successes)
            .sum()
        ),
        3,
    )
    print(f"\nscipy.stats.betabinom by L-BFGS-B: {duration:.2f} s, {one:.3f} s each of its sums")
    ours = (fit.model.alpha, fit.model.beta)
    for name, theirs, own in zip(("alpha", "beta"), np.exp(found.x), ours, strict=True):
        print(f"  {name} {theirs:.10g} (hbtutor {own:.10g}: {theirs / own - 1:+.1e})")
    print(f"  log likelihoods at hbtutor's maximum differ by {value - fit.loglik:+.1e}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
