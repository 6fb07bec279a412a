"""A derivation: steps that are checked before anything of them is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hbtutor.derive.displayed import Displayed
from hbtutor.derive.known import Known
from hbtutor.derive.step import Step

__all__ = ["Derivation", "Part", "Result"]


class Result(Mapping[str, Any]):
    r"""What a derivation proved: SymPy expressions by name.

    >>> from hbtutor import derive
    >>> result = derive.normal_normal().result
    >>> result["B"]
    sigma2/(n_j*(tau2 + sigma2/n_j))
    """

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        if name not in self._values:
            raise KeyError(f"{name!r} was not proved here; there are {', '.join(self._values)}")
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        lines = (f"    {name}: {value}" for name, value in self._values.items())
        return "\n".join(("Result(", *lines, ")"))


@dataclass(frozen=True, repr=False)
class Derivation(Displayed):
    """A proof: iterable of :class:`Step`, with ``.result`` and ``.verify()``.

    Fields: ``steps``; ``title``; ``conclusion``, the names of the steps that are displayed once
    more at the end as what was to be shown (the last step if none are named).

    Every display and the result verify first, so that nothing is shown that was not checked.

    >>> from hbtutor import derive
    >>> proof = derive.normal_normal()
    >>> proof.verify()
    True
    >>> print(proof[0].claim.rhs)
    N(mu, tau2)
    """

    steps: tuple[Step, ...]
    title: str = ""
    conclusion: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "steps", tuple(self.steps))

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __getitem__(self, index: int) -> Step:
        return self.steps[index]

    def verify(self) -> bool:
        """True if every step follows from those before it, else ProofError naming the step."""
        return self._known is not None

    @cached_property
    def _known(self) -> Known:
        known = Known()
        for number, step in enumerate(self.steps, start=1):
            step.verify(number, known)
        return known

    @cached_property
    def result(self) -> Result:
        """The right sides of the named steps, in elementary symbols, all verified."""
        known = self._known
        return Result(
            {
                step.name: _canonical(known.expressed(step.claim.rhs))
                for step in self.steps
                if step.name is not None
            }
        )

    @property
    def final(self) -> tuple[Step, ...]:
        """The steps that say what was to be shown."""
        return tuple(s for s in self.steps if s.name in self.conclusion) or self.steps[-1:]

    def __repr__(self) -> str:
        return f"Derivation({self.title!r}, {len(self)} steps)"

    def part(self, *, after: str | None = None, to: str | None = None) -> Part:
        """Return the steps that follow the one named ``after``, up to the one named ``to``.

        They are displayed by themselves, numbered as in the whole proof, which is verified first.
        Raises KeyError for a name that no step has.

        >>> from hbtutor import derive
        >>> print(derive.normal_normal().part(after="shrinkage", to="var_shrinkage"))
        13. The posterior variance is the datum's, less the same fraction.
            Var(theta_j | ybar_j) = (sigma2/n_j)*(1 - B_j)
        Result
            Var(theta_j | ybar_j) = (sigma2/n_j)*(1 - B_j)
        """
        start = 0 if after is None else self._place(after)
        stop = len(self) if to is None else self._place(to)
        return Part(self, start, stop)

    def _place(self, name: str) -> int:
        for number, step in enumerate(self.steps, start=1):
            if step.name == name:
                return number
        names = ", ".join(step.name for step in self.steps if step.name is not None)
        raise KeyError(f"no step is named {name!r}; there are {names}")


@dataclass(frozen=True, repr=False)
class Part(Displayed):
    """Neighbouring steps of a proof, shown by themselves: what ``Derivation.part`` returns."""

    whole: Derivation
    start: int
    stop: int
    title = ""

    @property
    def first(self) -> int:
        """The number of the first step, as the whole proof counts."""
        return self.start + 1

    def __iter__(self) -> Iterator[Step]:
        return iter(self.whole.steps[self.start : self.stop])

    def __len__(self) -> int:
        return self.stop - self.start

    def verify(self) -> bool:
        """Verify the whole proof: a step may rest on any step before it."""
        return self.whole.verify()

    @property
    def final(self) -> tuple[Step, ...]:
        """Those of the steps that say what was to be shown; there may be none."""
        return tuple(step for step in self if step.name in self.whole.conclusion)


def _canonical(expression: Any) -> Any:
    """What was written with evaluate=False, for display, as SymPy would order it."""
    if not expression.args:
        return expression
    return expression.func(*map(_canonical, expression.args))
