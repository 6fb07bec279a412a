"""Cost against the number of groups, 100 to 1,000,000: a straight line in both directions.

Run: python benchmarks/groups.py [figure.svg]

For each family: empirical Bayes, and full Bayes with the mean and standard deviation of every
group; then the memory that the largest case took.  With a file name a log-log figure is written.
"""

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from hbtutor import BetaBinomial, GammaPoisson, NormalNormal, empirical_bayes, full_bayes

SIZES = [10**k for k in range(2, 7)]
Case = tuple[Any, tuple[Any, ...], dict[str, Any]]


def cases(groups: int) -> dict[str, Case]:
    """Return simulated data for each family, every group with a design of its own."""
    rng = np.random.default_rng(groups)
    sigma2 = rng.uniform(1, 9, groups)
    trials = rng.integers(1, 100, groups)
    exposure = rng.gamma(2.0, 3.0, groups)
    normal = NormalNormal(mu=50, tau2=4).simulate(rng, sigma2=sigma2)
    proportions = BetaBinomial(alpha=2, beta=5).simulate(rng, trials=trials)
    rates = GammaPoisson(alpha=2, beta=3).simulate(rng, exposure=exposure)
    return {
        "Normal-Normal": (NormalNormal, (normal.y,), {"sigma2": sigma2}),
        "Beta-Binomial": (BetaBinomial, (proportions.y,), {"trials": trials}),
        "Gamma-Poisson": (GammaPoisson, (rates.y,), {"exposure": exposure}),
    }


def seconds(function: Callable[[], object], groups: int) -> float:
    """Return the shortest of a few durations, fewer where one takes long."""
    durations = []
    for _ in range(5 if groups <= 100_000 else 2):
        start = time.perf_counter()
        function()
        durations.append(time.perf_counter() - start)
    return min(durations)


def in_full(family: Any, data: tuple[Any, ...], known: dict[str, Any]) -> None:
    """Integrate, and compute the mean and standard deviation of every group."""
    theta = full_bayes(family, *data, **known).theta
    _ = theta.mean, theta.sd


def measure() -> dict[str, dict[str, list[float]]]:
    """Return seconds by family and method, one for each size; prints as it goes."""
    found: dict[str, dict[str, list[float]]] = {}
    for groups in SIZES:
        for name, (family, data, known) in cases(groups).items():
            empirical = seconds(lambda: empirical_bayes(family, *data, **known), groups)  # noqa: B023
            full = seconds(lambda: in_full(family, data, known), groups)  # noqa: B023
            times = found.setdefault(name, {"empirical Bayes": [], "full Bayes": []})
            times["empirical Bayes"].append(empirical)
            times["full Bayes"].append(full)
            print(f"{groups:>9,} {name:16}{empirical:>10.4f} s{full:>10.4f} s", flush=True)
    return found


def draw(found: dict[str, dict[str, list[float]]], path: str) -> None:
    """Write a log-log figure: one line a family and method, and a line of slope one."""
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=(6.4, 4.4), layout="constrained")
    for number, (name, times) in enumerate(found.items()):
        for method, style in (("empirical Bayes", "o--"), ("full Bayes", "s-")):
            ax.loglog(SIZES, times[method], style, color=f"C{number}", label=f"{name}, {method}")
    ax.loglog(SIZES, [1e-6 * size for size in SIZES], color="0.7", label="1 microsecond a group")
    ax.set(xlabel="number of groups", ylabel="seconds", title="Cost is linear in the groups")
    ax.legend(fontsize="small")
    figure.savefig(path)


def main() -> None:
    """Print the table, the slopes and the memory; draw if asked."""
    print(f"{'groups':>9} {'family':16}{'empirical':>12}{'full':>12}")
    found = measure()
    for name, times in found.items():
        for method, values in times.items():
            slope = np.log10(values[-1] / values[-2])
            print(f"{name}, {method}: ten times the groups cost {10**slope:.1f} times as much")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory at its highest: {peak:,.0f} MiB for {SIZES[-1]:,} groups of each family")
    if len(sys.argv) > 1:
        draw(found, sys.argv[1])


if __name__ == "__main__":
    main()
