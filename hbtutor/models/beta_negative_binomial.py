"""Counts of failures before the r-th success, with one unknown success probability p."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions import Beta, BetaNegativeBinomialCount
from hbtutor.models.simulated import Simulated
from hbtutor.validation import counts, generator, positive, shape


@dataclass(frozen=True, eq=False)
class BetaNegativeBinomial:
    """The negative binomial likelihood with a Beta prior on its probability.

    p ~ Beta(alpha, beta), and y_1, ..., y_n | p ~ NegativeBinomial(r, p), independent: each
    counts the failures before the r-th success, and ALL COUNTS SHARE ONE p.

    alpha, beta: positive: prior successes and failures.  r: positive, known.

    Everything is plain arithmetic on numbers, fractions, arrays or SymPy symbols.  Counts that
    are not whole numbers and missing values raise a ValueError that names the argument.

    Source: book, "Conjugate families"; Johnson, Kemp & Kotz, Univariate Discrete Distributions,
    3rd ed., section 6.2.3.

    >>> from fractions import Fraction
    >>> model = BetaNegativeBinomial(alpha=Fraction(2), beta=Fraction(3), r=5)
    >>> posterior = model.posterior([4, 7, 9])
    >>> posterior.alpha, posterior.beta, posterior.mean
    (Fraction(17, 1), Fraction(23, 1), Fraction(17, 40))
    """

    alpha: Any
    beta: Any
    r: Any

    def __init__(self, *, alpha: Any, beta: Any, r: Any) -> None:
        for name, value in (("alpha", alpha), ("beta", beta), ("r", r)):
            if shape(value):
                raise ValueError(
                    f"{name} must be a single number, since all counts share one p; "
                    f"got shape {shape(value)}."
                )
            object.__setattr__(self, name, positive(name, value))

    @property
    def mean(self) -> Any:
        """Prior mean of p, alpha / (alpha + beta)."""
        return self.alpha / (self.alpha + self.beta)

    def shrinkage(self, counts: Any) -> Any:
        """Return B = (alpha + beta) / (alpha + beta + n r + sum y), the weight on the prior mean.

        The posterior mean of p is (1 - B) n r / (n r + sum y) + B alpha / (alpha + beta): the
        trials that B compares the prior with are the n r successes and the failures before them.

        >>> BetaNegativeBinomial(alpha=2, beta=3, r=5).shrinkage([4, 7, 9])
        0.125
        """
        posterior = self.posterior(counts)
        return (self.alpha + self.beta) / (posterior.alpha + posterior.beta)

    def posterior(self, counts: Any) -> Beta:
        """Return the posterior of p: Beta(alpha + n r, beta + sum of the n counts).

        counts: one count, or n of them, shape (n,).

        >>> BetaNegativeBinomial(alpha=2, beta=3, r=5).posterior(7).mean
        0.4117647058823529
        """
        n, total = _summed(counts)
        return Beta(self.alpha + n * self.r, self.beta + total)

    def marginal(self) -> BetaNegativeBinomialCount:
        """Return the law of one count with p integrated out: beta negative binomial.

        >>> float(BetaNegativeBinomial(alpha=4, beta=3, r=5).marginal().mean)
        5.0
        """
        return BetaNegativeBinomialCount(r=self.r, alpha=self.alpha, beta=self.beta)

    def predictive(self, counts: Any) -> BetaNegativeBinomialCount:
        """Return the law of one new count given those seen: beta negative binomial.

        >>> float(BetaNegativeBinomial(alpha=2, beta=3, r=5).predictive([4, 7, 9]).mean)
        7.1875
        """
        posterior = self.posterior(counts)
        return BetaNegativeBinomialCount(r=self.r, alpha=posterior.alpha, beta=posterior.beta)

    def simulate(self, rng: Any, *, n: int = 1) -> Simulated:
        """Draw p and n counts given it: Simulated(theta=p, y of shape (n,)).

        rng: a numpy.random.Generator; n: how many counts, at least 1.

        >>> import numpy as np
        >>> model = BetaNegativeBinomial(alpha=2, beta=3, r=5)
        >>> model.simulate(np.random.default_rng(1), n=4).y.shape
        (4,)
        """
        n = int(positive("n", counts("n", n)))
        p = generator(rng).beta(self.alpha, self.beta)
        return Simulated(theta=p, y=rng.negative_binomial(self.r, p, n))


def _summed(values: Any) -> tuple[int, Any]:
    values = counts("counts", values)
    if len(shape(values)) > 1:
        raise ValueError(f"counts must be one column of numbers; got shape {shape(values)}.")
    if not shape(values):
        return 1, values
    total = values.sum()
    return len(values), total if hasattr(total, "free_symbols") else int(total)
