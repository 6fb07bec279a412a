"""An annotator's personal bias from a few scores: the Normal-Normal model centred at zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions import Normal
from hbtutor.models.groups import Groups, group_by, observations
from hbtutor.models.normal_normal import NormalNormal
from hbtutor.models.simulated import Simulated
from hbtutor.validation import generator, positive, shape


@dataclass(frozen=True, eq=False)
class AnnotatorBias:
    """Personal biases of annotators, known only through the scores that each has given.

    bias_j ~ Normal(0, tau2): annotators err in both directions; and a score less the consensus on
    its item is Normal(bias_j, sigma2).  Nothing is shrunk to an average: no bias is the centre.

    tau2: variance of the biases between annotators; sigma2: variance of one annotator's scores
    about that annotator's bias; positive single numbers or symbols, in squared units of the score.

    Source: Gelman et al., Bayesian Data Analysis, 3rd ed., eq. 2.12; book, "The mechanism of
    shrinkage".

    >>> model = AnnotatorBias(tau2=4.0, sigma2=12.0)
    >>> posterior = model.posterior([3.0, 5.0, 1.0, -6.0], annotator=["ann", "ann", "ann", "bob"])
    >>> posterior.mean, posterior.var
    (array([ 1.5, -1.5]), array([2., 3.]))
    """

    tau2: Any
    sigma2: Any

    def __init__(self, *, tau2: Any, sigma2: Any) -> None:
        for name, value in (("tau2", tau2), ("sigma2", sigma2)):
            if shape(value) != ():
                raise ValueError(f"{name} must be a single number; got shape {shape(value)}.")
            object.__setattr__(self, name, positive(name, value))

    def shrinkage(self, *, n: Any) -> Any:
        """Return B = (sigma2 / n) / (sigma2 / n + tau2), the weight on no bias after n scores.

        >>> AnnotatorBias(tau2=4.0, sigma2=12.0).shrinkage(n=3)
        0.5
        """
        return self._normal.shrinkage(sigma2=self.sigma2, n=n)

    def posterior(self, deviation: Any, *, annotator: Any) -> Normal:
        """Return the posterior of every annotator's bias, in first-seen order.

        deviation: shape (n,), each score less the consensus on its item; annotator: shape (n,),
        labels of any kind; from pandas they become the index of the answer.
        """
        mean, count, annotators = self._averages(deviation, annotator)
        found = self._normal.posterior(mean, sigma2=self.sigma2, n=count)
        return Normal(annotators.carry(found.mean), annotators.carry(found.var))

    def marginal(self, *, n: Any) -> Normal:
        """Return the distribution of the average deviation of n scores.

        >>> AnnotatorBias(tau2=4.0, sigma2=12.0).marginal(n=3).var
        8.0
        """
        return self._normal.marginal(sigma2=self.sigma2, n=n)

    def probability_beyond(self, limit: Any, deviation: Any, *, annotator: Any) -> Any:
        """Return the posterior probability that each bias exceeds the limit in size.

        limit: positive, in units of the score: the least bias that would matter.  An annotator
        counts as biased when this is high, not when the average happens to be large.

        >>> model = AnnotatorBias(tau2=4.0, sigma2=12.0)
        >>> model.probability_beyond(1.0, [3.0, 5.0, 1.0], annotator=["ann"] * 3).round(3)
        array([0.677])
        """
        limit = positive("limit", limit)
        found = self.posterior(deviation, annotator=annotator)
        annotators = group_by("annotator", annotator)
        return annotators.carry(found.cdf(-limit) + 1 - found.cdf(limit))

    def predictive(self, deviation: Any, *, annotator: Any) -> Normal:
        """Return the distribution of every annotator's next score less the consensus."""
        found = self.posterior(deviation, annotator=annotator)
        return Normal(found.mean, found.var + self.sigma2)

    def simulate(self, rng: Any, *, annotator: Any) -> Simulated:
        """Draw the annotators' biases, theta (J,), and the deviations of their scores, y (n,).

        >>> import numpy as np
        >>> model = AnnotatorBias(tau2=4.0, sigma2=12.0)
        >>> model.simulate(np.random.default_rng(1), annotator=list("aab")).theta.shape
        (2,)
        """
        annotators = group_by("annotator", annotator)
        bias = generator(rng).normal(0.0, self.tau2**0.5, len(annotators))
        return Simulated(theta=bias, y=rng.normal(bias[annotators.codes], self.sigma2**0.5))

    @property
    def _normal(self) -> NormalNormal:
        return NormalNormal(mu=0, tau2=self.tau2)

    def _averages(self, deviation: Any, annotator: Any) -> tuple[Any, Any, Groups]:
        deviation = observations("deviation", deviation, annotator=annotator)
        annotators = group_by("annotator", annotator)
        count = annotators.sum(0 * deviation + 1)
        return annotators.sum(deviation) / count, count, annotators
