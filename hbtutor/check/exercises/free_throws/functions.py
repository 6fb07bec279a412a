"""The tasks whose answer is a function, a formula or a choice."""

from __future__ import annotations

from typing import Any

from hbtutor.check.exercises.free_throws.formulas import (
    ALPHA,
    ATTEMPTS,
    BETA,
    MADE,
    SHARE,
    attempts_needed,
    both,
    posterior,
    rate,
    variance,
    weight,
)
from hbtutor.check.given.free_throws import FreeThrows
from hbtutor.check.mistakes import beta_binomial as mistakes
from hbtutor.check.tasks import Choice, Formula, Function, Misconception

SHRINKAGE = Function(
    name="shrinkage",
    asks="the weight on the league's mean, one number for each number of attempts",
    arguments=(ATTEMPTS, ALPHA, BETA),
    formula=weight,
    bounds=(0, 1, "it is a weight"),
    misconceptions=mistakes.WEIGHT,
)

POSTERIOR = Function(
    name="posterior",
    asks="the posterior of the player's rate, Beta(alpha, beta)",
    arguments=(MADE, ATTEMPTS, ALPHA, BETA),
    formula=posterior,
    misconceptions=mistakes.POSTERIOR,
)

VAR_FORMULA = Formula(
    name="var_formula",
    asks="the posterior variance of the rate in made, attempts, alpha and beta",
    arguments=(MADE, ATTEMPTS, ALPHA, BETA),
    formula=variance,
    misconceptions=mistakes.VARIANCE,
)

N_NEEDED = Formula(
    name="n_needed",
    asks="the number of attempts at which the league's mean gets the weight b",
    arguments=(SHARE, ALPHA, BETA),
    formula=attempts_needed,
    misconceptions=(
        Misconception(
            "b and 1 - b swapped",
            "It looks as if b was taken for the weight on the player's own share. Try a small b: "
            "does it take many attempts or few?",
            lambda b, alpha, beta: (alpha + beta) * b / (1 - b),
        ),
        Misconception(
            "successes only",
            "It looks as if only alpha was counted: the prior's failures are trials too.",
            lambda b, alpha, beta: alpha * (1 - b) / b,
        ),
        Misconception(
            "ratio for share",
            "It looks as if b was taken for one number of trials over the other; it is a share of "
            "their sum.",
            lambda b, alpha, beta: (alpha + beta) / b,
        ),
        Misconception(
            "prior mean for prior size",
            "It looks as if the prior mean stands where the prior's number of trials belongs.",
            lambda b, alpha, beta: alpha / (alpha + beta) * (1 - b) / b,
        ),
        Misconception(
            "inverted",
            "It looks as if the fraction stands on its head: what should happen to the number of "
            "attempts when the league tells more?",
            lambda b, alpha, beta: b / ((alpha + beta) * (1 - b)),
        ),
    ),
)

BOTH = Formula(
    name="both",
    asks="the probability that a new player makes both of two throws, in alpha and beta",
    arguments=(ALPHA, BETA),
    formula=both,
    misconceptions=(
        Misconception(
            "throws taken as independent",
            "This is the square of the mean. The two throws have the same unknown rate in common, "
            "so that the first tells something about the second.",
            lambda alpha, beta: (alpha / (alpha + beta)) ** 2,
        ),
        Misconception(
            "the second alone",
            "This is the probability of the second throw once the first went in; asked is that of "
            "both.",
            lambda alpha, beta: (alpha + 1) / (alpha + beta + 1),
        ),
        Misconception(
            "one of two",
            "This is the probability that exactly one of the two goes in.",
            lambda alpha, beta: 2 * alpha * beta / ((alpha + beta) * (alpha + beta + 1)),
        ),
        Misconception(
            "variance subtracted",
            "It looks as if the variance of the rate was subtracted from the squared mean: does "
            "what is common to both throws make it rarer or more frequent that both go in?",
            lambda alpha, beta: (
                (alpha / (alpha + beta)) ** 2
                - alpha * beta / ((alpha + beta) ** 2 * (alpha + beta + 1))
            ),
        ),
        Misconception(
            "failures for successes",
            "This is the probability that both throws miss.",
            lambda alpha, beta: beta * (beta + 1) / ((alpha + beta) * (alpha + beta + 1)),
        ),
        Misconception(
            "prior not updated on trials",
            "It looks as if the first throw was added to the successes, but not to the trials.",
            lambda alpha, beta: alpha * (alpha + 1) / (alpha + beta) ** 2,
        ),
    ),
)


def _players(data: FreeThrows) -> tuple[Any, ...]:
    return (data.players.index, *data.all_players())


BEST_PLAYER = Choice(
    name="best_player",
    asks="which of the twelve players is probably the best",
    given=_players,
    options=lambda data: tuple(data.players.index),
    formula=lambda names, *given: names[rate(*given).argmax()],
    misconceptions=(
        Misconception(
            "no pooling",
            "This player has the highest share of throws made; asked is whose rate is probably the "
            "highest, given how often each has tried.",
            lambda names, made, attempts, *_: names[(made / attempts).argmax()],
        ),
        Misconception(
            "the worst player",
            "This player is at the other end of the table.",
            lambda names, *given: names[rate(*given).argmin()],
        ),
        Misconception(
            "the most attempts",
            "This player has tried most often, so that we know the rate best; that does not make "
            "it high.",
            lambda names, made, attempts, *_: names[attempts.argmax()],
        ),
        Misconception(
            "the fewest attempts",
            "This player has hardly tried, so that the league says nearly all there is to say; "
            "that does not make the rate high.",
            lambda names, made, attempts, *_: names[attempts.argmin()],
        ),
    ),
)


def _always(letter: str) -> Any:
    return lambda *_: letter


NEXT_SEASON = Choice(
    name="next_season",
    asks="how the shares of next season compare with those of this one",
    given=lambda data: (),
    options=lambda data: ("a", "b", "c", "d", "e"),
    formula=_always("d"),
    misconceptions=(
        Misconception(
            "form lasts",
            "This season's share is the player's rate and this season's luck; which of the two "
            "will come back?",
            _always("a"),
        ),
        Misconception(
            "luck must even out",
            "Throws have no memory: good luck is not paid for by bad luck; next season simply has "
            "luck of its own.",
            _always("b"),
        ),
        Misconception(
            "regression needs a cause",
            "Nothing needs to happen to the players: choosing the highest shares chooses good luck "
            "along with good players.",
            _always("c"),
        ),
        Misconception(
            "all players become average",
            "The spread of the true rates stays; only what luck added to it is drawn anew.",
            _always("e"),
        ),
    ),
)
