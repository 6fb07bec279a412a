"""Fertilizer on N farms: a simulated trial, one yield increase from each farm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hbtutor.check.variants import Draw

if TYPE_CHECKING:
    import pandas as pd

FARMS = (
    *("Ash", "Beck", "Croft", "Dale", "Elm", "Fen", "Glen", "Heath", "Inch", "Keld", "Lea"),
    *("Mead", "Nook", "Oak", "Pike", "Ridge", "Shaw", "Thwaite", "Vale", "Wold"),
)


@dataclass(frozen=True)
class Fertilizer:
    """The exercise's data: a trial on some farms, and what was known before it.

    farms: indexed by the farm's name, with the column y, its yield increase (decitonnes of wheat
    a hectare); mu0, gamma2: prior mean and variance of the global effect; tau2: variance of the
    farms' effects about it; sigma2: variance of a yield increase about the farm's effect; cost: the
    yield increase that pays for the fertilizer; farm: the farm that stands out most.
    """

    farms: pd.DataFrame
    mu0: float
    gamma2: float
    tau2: float
    sigma2: float
    cost: float
    farm: str

    @property
    def layers(self) -> tuple[float, float, float, float]:
        """mu0, gamma2, tau2, sigma2."""
        return self.mu0, self.gamma2, self.tau2, self.sigma2

    def trial(self) -> tuple[Any, ...]:
        """Return the mean yield increase, the number of farms, and the layers."""
        y = self.farms.y.to_numpy()
        return float(y.mean()), len(y), *self.layers


def data(student: str = "") -> Fertilizer:
    """Return a student's data: simulated from the model itself, layer by layer.

    The same for everyone: the trial disagrees with the prior, one farm with the others, and
    whether the fertilizer pays is neither certain nor a toss-up.
    """
    import pandas as pd

    draw = Draw("fertilizer", student)
    while True:
        mu0 = draw.number(2, 5, decimals=1)
        gamma2 = draw.number(9, 16, decimals=1)
        tau2 = draw.number(5, 9, decimals=1)
        sigma2 = draw.number(18, 30, decimals=1)
        mu = mu0 + draw.one((-1, 1)) * draw.number(3, 5, decimals=2)
        names = sorted(draw.some(FARMS, draw.whole(6, 9)))
        y = [
            draw.normal(draw.normal(mu, tau2**0.5, decimals=3), sigma2**0.5, decimals=1)
            for _ in names
        ]
        mean = sum(y) / len(y)
        noise = (tau2 + sigma2) / len(y)
        center = mean + (mu0 - mean) * noise / (noise + gamma2)
        sd = (noise * gamma2 / (noise + gamma2)) ** 0.5
        cost = round(center + draw.one((-1, 1)) * draw.number(0.35, 0.9, decimals=3) * sd, 1)
        apart = [abs(one - mean) for one in y]
        # Standard scores of the cost: given everything, before the trial, by the trial alone.
        known, before, alone = (
            (cost - center) / sd,
            (cost - mu0) / gamma2**0.5,
            (cost - mean) / noise**0.5,
        )
        if (
            min(abs(mean - mu0), abs(mean), max(apart) - 3) > 2
            and min(abs(known - before), abs(known - alone), abs(known) - 0.25) > 0.05
            and cost > 0.5
            and abs(gamma2 + tau2 - sigma2) > 0.5
        ):
            farms = pd.DataFrame({"y": y}, index=pd.Index(names, name="farm"))
            stands_out = names[apart.index(max(apart))]
            return Fertilizer(farms, mu0, gamma2, tau2, sigma2, cost, stands_out)
