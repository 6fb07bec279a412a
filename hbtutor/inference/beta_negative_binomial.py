"""Inference for negative binomial counts that share one p: exact, with nothing to integrate.

The Beta prior on p is conjugate, so the posterior of p is a Beta and the predictive a beta
negative binomial.  The prior's two numbers are given, not estimated: one p is one draw from the
prior, and one draw says nothing about the spread it was drawn from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn

import numpy as np
from scipy import special

from hbtutor.distributions import Beta
from hbtutor.inference.count_kernels import BetaNegativeBinomialKernel
from hbtutor.inference.empirical import check_method
from hbtutor.inference.family import Array
from hbtutor.inference.full import Draws
from hbtutor.inference.kernels import BetaKernel
from hbtutor.inference.labels import labelled, labels_of
from hbtutor.inference.mixture import Mixture
from hbtutor.inference.posterior import Existence
from hbtutor.models.beta_negative_binomial import BetaNegativeBinomial
from hbtutor.validation import counts as checked_counts
from hbtutor.validation import generator, positive, shape


def fit(counts: Any, *, method: str = "ml", **known: Any) -> NoReturn:
    """Refuse: one shared p cannot tell alpha from beta."""
    check_method(method, ("ml",))
    del counts, known
    raise ValueError(
        "alpha and beta of BetaNegativeBinomial cannot be estimated: all counts share one p, a "
        "single draw from Beta(alpha, beta), so the likelihood is largest when the prior is a "
        "spike at the best p. Give alpha and beta: BetaNegativeBinomial(alpha=..., beta=..., "
        "r=...).posterior(counts), or full_bayes(BetaNegativeBinomial, counts, alpha=..., "
        "beta=..., r=...)."
    )


def full(
    counts: Any, *, r: Any, alpha: Any = None, beta: Any = None, prior: Any = None
) -> SharedProbability:
    """Return the posterior of p, exactly.

    counts: (J,) failures before the r-th success, all with one p.  The prior of p: alpha and
    beta, or prior={"p": Beta(alpha, beta)}; any other prior is refused.

    >>> posterior = full([4, 7, 9], r=5, alpha=2, beta=3)
    >>> round(posterior.hyper["p"].mean, 6)
    0.425
    """
    model = _model(r, alpha, beta, prior)
    y = checked_counts("counts", counts)
    if len(shape(y)) != 1:
        raise ValueError(f"counts must be one column, shape (J,); got shape {shape(y)}.")
    return SharedProbability(_Counts(np.asarray(y), float(model.r), labels_of(y)), model)


def _model(r: Any, alpha: Any, beta: Any, prior: Any) -> BetaNegativeBinomial:
    if prior is not None:
        law = prior.get("p") if isinstance(prior, Mapping) and set(prior) == {"p"} else None
        if not isinstance(law, Beta) or alpha is not None or beta is not None:
            raise ValueError(
                "prior must be {'p': Beta(alpha, beta)}, given instead of alpha and beta: with "
                f"another prior the posterior of p is not a Beta; got {prior!r}."
            )
        alpha, beta = law.alpha, law.beta
    if alpha is None or beta is None:
        raise ValueError("alpha and beta must be given: they are the prior of p, not estimated.")
    return BetaNegativeBinomial(alpha=alpha, beta=beta, r=r)


@dataclass(frozen=True, eq=False)
class _Counts:
    """The data, as `to_arviz` asks for them."""

    counts: Array
    r: float
    labels: Any

    @property
    def groups(self) -> int:
        return self.counts.size

    def replicate(self, rng: np.random.Generator, theta: Array) -> Array:
        return rng.negative_binomial(self.r, theta).astype(float)

    def log_likelihood(self, theta: Array) -> Array:
        y, r = self.counts, self.r
        ways = special.gammaln(r + y) - special.gammaln(r) - special.gammaln(y + 1)
        return ways + r * np.log(theta) + special.xlog1py(y, -theta)

    def observed(self) -> Array:
        return self.counts


@dataclass(frozen=True, eq=False)
class SharedProbability:
    """The posterior of the one p and what follows from it; everything here is closed form.

    model: the prior and r.  hyper["p"] and theta are the same posterior; error is 0.
    """

    target: _Counts
    model: BetaNegativeBinomial
    error: float = 0.0

    @cached_property
    def posterior(self) -> Beta:
        """The posterior of p as a record."""
        return self.model.posterior(self.target.counts)

    @property
    def labels(self) -> Any:
        """The labels of the counts, or None."""
        return self.target.labels

    @cached_property
    def theta(self) -> Mixture:
        """Posterior of p, which all counts share: one quantity."""
        law = BetaKernel(*self._parameters())
        return Mixture(np.ones(1), lambda part: law, 1, single=True)

    @property
    def hyper(self) -> Mapping[str, Mixture]:
        """Posterior of p, by name."""
        return {"p": self.theta}

    def predictive(self, *, r: Any = None) -> Mixture:
        """Return the distribution of a new count; r: its successes, as in the data if None."""
        r = self.target.r if r is None else positive("r", r)
        law = BetaNegativeBinomialKernel(np.array([[float(r)]]), *self._parameters())
        alpha = float(self.posterior.alpha)
        exists = Existence.of((alpha > 1, alpha > 2), "a new count")
        return Mixture(np.ones(1), lambda part: law, 1, single=True, exists=exists)

    def draws(self, rng: Any, n: int) -> Draws:
        """Draw p n times; theta repeats it for every count, (n, J)."""
        p = self.posterior.sample(generator(rng), n)
        theta = np.repeat(p[:, None], self.target.groups, axis=1)
        return Draws({"p": p}, labelled(theta, self.labels))

    def to_arviz(self, rng: Any, n: int = 4000, chains: int = 4) -> Any:
        """Return n draws, predictions and pointwise log likelihood for ArviZ."""
        from hbtutor.inference.arviz import to_arviz

        return to_arviz(self, rng, n=n, chains=chains)  # type: ignore[arg-type]

    def _parameters(self) -> tuple[Array, Array]:
        posterior = self.posterior
        return np.array([[float(posterior.alpha)]]), np.array([[float(posterior.beta)]])
