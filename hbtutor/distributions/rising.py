"""Logarithms of ratios of gamma functions, accurate for every size of their arguments.

Gamma(a + k) / Gamma(a) = a (a + 1) ... (a + k - 1), the rising factorial, is what beta-binomial
and negative binomial probabilities are made of.  Differences of ``gammaln`` or ``betaln`` lose all
digits once a passes 1e13 (the binomial and Poisson limits of the book); what is left after the
factor a^k is taken out does not.
"""

from __future__ import annotations

from typing import Any

# Stirling's series log Gamma(x) = (x - 1/2) log x - x + log(2 pi)/2 + sum c_i / x^(2i+1);
# coefficients B_2i / (2i (2i - 1)), Abramowitz & Stegun 6.1.41: 2e-16 from x = 10 on.
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156)
_LARGE = 10.0


def log_rising_excess(a: Any, k: Any) -> Any:
    """Return log(Gamma(a + k) / Gamma(a)) - k log(a), elementwise, for a > 0 and k >= 0.

    For whole k it is the sum of log(1 + i/a) over i < k: zero for k = 0 and 1, positive beyond,
    and about k (k - 1) / (2 a) for large a.

    >>> round(float(log_rising_excess(1e15, 3)) * 1e15, 12)
    3.0
    >>> round(float(log_rising_excess(2.0, 3)), 12)     # log(2 * 3 * 4 / 2**3)
    1.098612288668
    """
    import numpy as np
    from scipy.special import gammaln

    a, k = np.broadcast_arrays(np.asarray(a, dtype=float), np.asarray(k, dtype=float))
    large = a >= _LARGE
    big = np.where(large, a, _LARGE)
    x = k / big
    stirling = big * _above_tangent(x) - 0.5 * np.log1p(x) + _remainder(big + k) - _remainder(big)
    # Below, log Gamma(a) would cancel against -k log(a) for tiny a: log a + log Gamma(a) is
    # log Gamma(1 + a), which does not.
    small = np.where(large, 1.0, a)
    direct = gammaln(small + k) - gammaln(small + 1) - (k - 1) * np.log(small)
    excess = np.where(large, stirling, direct)
    return np.where((k == 0) | (k == 1), 0.0, excess)[()]


def log_weights(alpha: Any, beta: Any) -> tuple[Any, Any]:
    """Return log(alpha / (alpha + beta)) and log(beta / (alpha + beta)) without cancellation.

    >>> log_weights(1e20, 1.0)[0]
    np.float64(-1e-20)
    """
    import numpy as np

    alpha, beta = np.asarray(alpha, dtype=float), np.asarray(beta, dtype=float)
    with np.errstate(over="ignore"):
        return -np.log1p(beta / alpha), -np.log1p(alpha / beta)


def _above_tangent(x: Any) -> Any:
    """Return (1 + x) log(1 + x) - x, by its series where the difference would cancel."""
    import numpy as np

    near = np.minimum(x, 0.1)
    series = 0.0 * near
    for j in range(15, -1, -1):
        series = 1 / ((j + 1) * (j + 2)) - near * series
    return np.where(x < 0.1, near * near * series, (1 + x) * np.log1p(x) - x)


def _remainder(x: Any) -> Any:
    inverse_square = 1.0 / (x * x)
    total = 0.0
    for coefficient in reversed(_STIRLING):
        total = coefficient + inverse_square * total
    return total / x
