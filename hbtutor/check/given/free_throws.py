"""Free throws: twelve players of an invented league, with very different numbers of attempts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hbtutor.check.variants import Draw

if TYPE_CHECKING:
    import pandas as pd

NAMES = (
    *("Abara", "Brandt", "Castillo", "Dahl", "Eriksen", "Fofana"),
    *("Grimaldi", "Hayashi", "Ivanov", "Joubert", "Kowalski", "Lindqvist"),
)
CLEARLY = 0.012
"""By how much the posterior means of the two best players differ at least."""


@dataclass(frozen=True)
class FreeThrows:
    """The exercise's data: twelve players, and the league's prior taken as known.  Simulated.

    players: indexed by name, with the columns attempts and made; alpha, beta: of the Beta
    distribution from which the players' rates were drawn.  rookie: a player who was picked for
    having made every one of few throws; mark: a rate that the rookie is said to exceed; new: the
    number of throws that the rookie will take next.
    """

    players: pd.DataFrame
    alpha: int
    beta: int
    rookie: str
    mark: float
    new: int

    def player(self, name: str) -> tuple[int, int, int, int]:
        """Return made, attempts, alpha, beta for one player."""
        row = self.players.loc[name]
        return int(row.made), int(row.attempts), self.alpha, self.beta

    def all_players(self) -> tuple[Any, ...]:
        """Return the same for all players: made and attempts as arrays."""
        made, attempts = self.players.made.to_numpy(), self.players.attempts.to_numpy()
        return made, attempts, self.alpha, self.beta


def data(student: str = "") -> FreeThrows:
    """Return a student's data; every call gives a table of its own.

    The rates are drawn from the prior and the throws from the rates, until the story holds for
    everyone: the best raw rate is the rookie's, the best posterior mean is not.
    """
    import pandas as pd

    names, attempts, made, *rest = _drawn(student)
    index = pd.Index(names, name="player")
    players = pd.DataFrame({"attempts": attempts, "made": made}, index=index)
    return FreeThrows(players, *rest)


@lru_cache(maxsize=256)
def _drawn(student: str) -> tuple[Any, ...]:
    import numpy as np
    from scipy import stats

    draw = Draw("free-throws", student)
    new, above = draw.whole(13, 19), draw.number(0.05, 0.09, decimals=2)
    while True:
        alpha, beta = draw.whole(27, 38), draw.whole(9, 12)
        few = [draw.whole(5, 7), draw.whole(3, 4), draw.whole(12, 24)]
        attempts = np.array([*few, *(draw.whole(60, 420) for _ in NAMES[3:])])
        rates = stats.beta.ppf([draw.uniform() for _ in NAMES], alpha, beta).round(4)
        made = stats.binom.ppf([draw.uniform() for _ in NAMES], attempts, rates).astype(int)
        made[0] = attempts[0]  # the rookie
        names = draw.some(NAMES, len(NAMES))
        # Else two mistakes about the rookie, a uniform prior and a plain average, give one number.
        apart = abs(alpha / (alpha + beta) - few[0] / (few[0] + 2)) > CLEARLY / 4
        mean = (alpha + made) / (alpha + beta + attempts)
        if not (apart and _tells_apart(attempts, made, mean)):
            continue
        order = draw.some(range(len(NAMES)), len(NAMES))
        mark = round(alpha / (alpha + beta) + above, 2)
        columns = (tuple(column[i] for i in order) for column in (names, attempts, made))
        return (*columns, alpha, beta, names[0], mark, new)


def _tells_apart(attempts: Any, made: Any, mean: Any) -> bool:
    """Tell whether best, worst, luckiest, most and fewest attempts are different players."""
    second, best = sorted(mean)[-2:]
    raw = made / attempts
    named = (mean.argmax(), mean.argmin(), raw.argmax(), attempts.argmax(), attempts.argmin())
    return (
        raw[1:].max() < 1
        and 0 < made[1] < attempts[1]
        and best - second > CLEARLY
        and len(set(named)) == len(named)
        and (attempts == attempts.max()).sum() == 1
    )
