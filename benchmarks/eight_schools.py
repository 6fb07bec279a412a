"""What a reader waits for: the import, the command line, eight schools in full.

Run: python benchmarks/eight_schools.py

The design asks for `import hbtutor` within 50 ms of Python's own start, `hbtutor --help` within
0.5 s, and the full posterior of the eight schools (means, standard deviations and 95 % intervals
of mu, tau and all theta) within 1 ms at an error below 1e-9.  Durations are the best of several:
what the machine does besides only ever adds.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from hbtutor import NormalNormal, full_bayes

Y = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
SE = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
# mpmath.quad with 30 digits; see tests/inference/test_normal_normal.py.
MEAN_TAU = 6.5754833467215967


def best(function: Callable[[], object], times: int) -> float:
    """Return the shortest of several durations, in milliseconds."""
    durations = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        durations.append(time.perf_counter() - start)
    return 1000 * min(durations)


def run(*command: str) -> Callable[[], object]:
    """Return a function that runs the command and waits."""
    return lambda: subprocess.run(command, check=True, capture_output=True)


def everything() -> float:
    """Compute all that the comparison asks for; returns E[tau]."""
    posterior = full_bayes(NormalNormal, Y, sigma2=SE**2)
    for one in (posterior.hyper["mu"], posterior.hyper["tau"], posterior.theta):
        _ = one.mean, one.sd, one.interval(0.95)
    return posterior.hyper["tau"].mean


def main() -> None:
    """Print the table."""
    everything()
    bare = best(run(sys.executable, "-c", "pass"), 15)
    imported = best(run(sys.executable, "-c", "import hbtutor"), 15)
    command = Path(sys.executable).with_name("hbtutor")
    rows = [
        ("import hbtutor, beyond Python's own start", imported - bare, 50.0),
        ("hbtutor --help", best(run(str(command), "--help"), 7), 500.0),
        ("eight schools, full Bayes, everything", best(everything, 2000), 1.0),
    ]
    print(f"{'':44}{'measured':>12}{'wanted':>12}")
    for name, measured, wanted in rows:
        print(f"{name:44}{measured:>9.2f} ms{wanted:>9.0f} ms")
    error = abs(everything() / MEAN_TAU - 1)
    print(f"relative error of E[tau]: {error:.1e}")


if __name__ == "__main__":
    main()
