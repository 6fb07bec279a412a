"""The eight schools beside the samplers, and 3,000 studies beside an optimiser, in one run.

Run: pip install nutpie pymc statsmodels; python benchmarks/peers.py

What each peer is timed at, in its favour: PyMC's sampler nutpie once with compilation and once
without; statsmodels' own random-effects estimators.  Errors are those of E[tau] against
quadrature, in SAT points.  What is not installed is named and left out.
"""

import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from hbtutor import HalfCauchy, Normal, NormalNormal, empirical_bayes, full_bayes

Y = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
SE = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
PRIOR = {"mu": Normal(0, 25), "tau": HalfCauchy(5)}
# mpmath.quad with 30 digits; see tests/inference/test_normal_normal.py.
MEAN_TAU = 3.5977054840976638


def timed(function: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """Return the shortest duration in seconds, and the last answer."""
    durations, answer = [], None
    for _ in range(times):
        start = time.perf_counter()
        answer = function()
        durations.append(time.perf_counter() - start)
    return min(durations), answer


def row(name: str, seconds: float, error: float) -> None:
    """Print one line of the table."""
    print(f"{name:52}{1000 * seconds:>14.3f} ms   error of E[tau] {error:.1e}", flush=True)


def ours() -> float:
    """All means, sds and 95 % intervals by quadrature; returns E[tau]."""
    posterior = full_bayes(NormalNormal, Y, sigma2=SE**2, prior=PRIOR)
    for one in (posterior.hyper["mu"], posterior.hyper["tau"], posterior.theta):
        _ = one.mean, one.sd, one.interval(0.95)
    return posterior.hyper["tau"].mean


def non_centred() -> Any:
    """The model of posteriordb, eight_schools_noncentered, in PyMC."""
    import pymc

    with pymc.Model() as model:
        mu = pymc.Normal("mu", 0, 5)
        tau = pymc.HalfCauchy("tau", 5)
        scaled = pymc.Normal("scaled", 0, 1, shape=8)
        pymc.Normal("y", mu + tau * scaled, SE, observed=Y)
    return model


def samplers() -> None:
    """PyMC's default route and nutpie, 4 chains of 1,000 draws after 1,000 of warm-up."""
    if find_spec("pymc") is None:
        print("pymc is not installed: left out")
        return
    import pymc

    def sample() -> Any:
        with non_centred():
            return pymc.sample(1000, tune=1000, chains=4, cores=2, random_seed=1, progressbar=False)

    seconds, trace = timed(sample)
    row("PyMC, with its compilation", seconds, error_of(trace))
    if find_spec("nutpie") is None:
        print("nutpie is not installed: left out")
        return
    import nutpie

    seconds, compiled = timed(lambda: nutpie.compile_pymc_model(non_centred()))
    print(f"{'nutpie, its compilation alone':52}{1000 * seconds:>14.3f} ms")

    def draws() -> Any:
        return nutpie.sample(compiled, draws=1000, tune=1000, chains=4, seed=1, progress_bar=False)

    seconds, trace = timed(draws, 3)
    row("nutpie, its sampling alone", seconds, error_of(trace))


def error_of(trace: Any) -> float:
    """How far the draws' mean of tau is from the exact one."""
    return abs(float(np.mean(trace.posterior["tau"].values)) - MEAN_TAU)


def studies() -> None:
    """Random-effects meta-analysis of 3,000 studies, by REML and by Paule-Mandel."""
    rng = np.random.default_rng(3)
    v = rng.uniform(0.5, 4, 3000)
    y = rng.normal(1, np.sqrt(v + 0.7))
    for method in ("reml", "paule-mandel"):
        seconds, fit = timed(
            lambda m=method: empirical_bayes(NormalNormal, y, sigma2=v, method=m), 5
        )
        print(f"{f'hbtutor, 3,000 studies, {method}':52}{1000 * seconds:>14.3f} ms   "
              f"tau2 {fit.model.tau2:.9f}")  # fmt: skip
    if find_spec("statsmodels") is None:
        print("statsmodels is not installed: left out")
        return
    from statsmodels.stats.meta_analysis import combine_effects

    seconds, result = timed(lambda: combine_effects(y, v, method_re="pm"), 3)
    print(f"{'statsmodels, 3,000 studies, Paule-Mandel':52}{1000 * seconds:>14.3f} ms   "
          f"tau2 {result.tau2:.9f}")  # fmt: skip


def main() -> None:
    """Print the table."""
    ours()
    seconds, mean_tau = timed(ours, 500)
    row("hbtutor, means, sds and intervals of everything", seconds, abs(mean_tau - MEAN_TAU))
    samplers()
    studies()


if __name__ == "__main__":
    main()
