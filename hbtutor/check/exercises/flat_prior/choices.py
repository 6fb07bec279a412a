"""The tasks whose answer is a choice."""

from __future__ import annotations

from collections.abc import Callable

from hbtutor.check.tasks import Choice, Misconception


def _always(answer: str) -> Callable[..., str]:
    return lambda *_: answer


PROPER = Choice(
    name="proper",
    asks="what may be said of a flat prior on mu",
    given=lambda data: (),
    options=lambda data: ("a", "b", "c", "d", "e"),
    formula=_always("c"),
    misconceptions=(
        Misconception(
            "a very wide density",
            "Whatever constant it is, what is its integral over the whole line?",
            _always("a"),
        ),
        Misconception(
            "improper for ever",
            "The prior has no finite integral; but look at the integral that you have just "
            "computed.",
            _always("b"),
        ),
        Misconception(
            "several groups needed",
            "Take one group only: what is the integral of its likelihood over mu?",
            _always("d"),
        ),
        Misconception(
            "knows nothing of anything",
            "Flat in mu is not flat in other functions of mu, such as its exponential: a density "
            "changes with the scale.",
            _always("e"),
        ),
    ),
)

TAU_GROUPS = Choice(
    name="tau_groups",
    asks="how many groups a flat prior on tau needs",
    given=lambda data: (),
    options=lambda data: ("1", "2", "3", "4", "never"),
    formula=_always("3"),
    misconceptions=(
        Misconception(
            "as for mu",
            "One group is enough for mu when tau is known. What does a single group tell about "
            "the spread of the groups?",
            _always("1"),
        ),
        Misconception(
            "two show a difference",
            "Two groups show one difference; but how fast does their likelihood fall when tau "
            "grows, and is that fast enough for the integral?",
            _always("2"),
        ),
        Misconception(
            "flat on the variance",
            "That many are needed by a prior that is flat on the variance, or for tau to have a "
            "mean.",
            _always("4"),
        ),
        Misconception(
            "flat on the log",
            "That would be true of a prior that is flat on log tau; what does a prior that is flat "
            "on tau do near zero?",
            _always("never"),
        ),
    ),
)

GROWTH = Choice(
    name="growth",
    asks="what becomes of both posterior variances as the number of groups grows",
    given=lambda data: (),
    options=lambda data: ("a", "b", "c", "d", "e"),
    formula=_always("b"),
    misconceptions=(
        Misconception(
            "all becomes known",
            "Many groups tell everything about mu; what do they tell about the one group that has "
            "only a small study?",
            _always("a"),
        ),
        Misconception(
            "nothing improves",
            "A flat prior tells nothing, but the data do: how does the precision of mu change when "
            "a group is added?",
            _always("c"),
        ),
        Misconception(
            "the wrong way round",
            "It looks as if mu and theta have changed places: which of the two do all groups tell "
            "about?",
            _always("d"),
        ),
        Misconception(
            "mu keeps tau2",
            "The groups vary about mu with variance tau2, but their mean varies less and less.",
            _always("e"),
        ),
    ),
)
