"""How a checked task is declared: what is asked, the formula for the answer, the known mistakes.

A task holds one formula in plain arithmetic.  The same formula gives the expected number at the
exercise's data, the expected values of a function at random cases, and the expected expression in
symbols; the known mistakes are formulas of the same arguments.  Nothing here holds an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Argument:
    """A quantity that a formula depends on, and where its random cases are drawn.

    name: in the code and as a symbol; low, high: range of the cases (ordinary, asymmetric values);
    whole: integers only; each: one value for each group when the cases are arrays; aliases: other
    names that a student may have given the symbol.
    """

    name: str
    low: float
    high: float
    whole: bool = False
    each: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Misconception:
    """A known mistake: the wrong formula, and the hint for whoever made it.

    name: for the class report; hint: a sentence or two that explain the mistake without giving the
    answer; formula: of the same arguments as the task's own; part: for a distribution, whether it
    is the "mean" or the "var" that comes out wrong.
    """

    name: str
    hint: str
    formula: Callable[..., Any]
    part: str = ""


@dataclass(frozen=True)
class Tolerance:
    """How far an answer may be off: relative to the expected value, or absolutely.

    An answer copied to three decimals is off by at most 0.0005: Tolerance(absolute=5.01e-4).
    """

    relative: float = 1e-8
    absolute: float = 1e-10


@dataclass(frozen=True, kw_only=True)
class Task:
    """What all tasks share.

    name: the variable or function in the notebook; asks: the quantity in words; formula: the
    expected answer; misconceptions: most likely first; bounds: the range that such a quantity
    cannot leave, with the reason in words.
    """

    name: str
    asks: str
    formula: Callable[..., Any]
    misconceptions: tuple[Misconception, ...] = ()
    tolerance: Tolerance = Tolerance()
    bounds: tuple[float, float, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Number(Task):
    """A number, an array or a distribution computed from the exercise's data.

    given: takes the exercise's data and returns the formula's arguments.
    """

    given: Callable[[Any], tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class Function(Task):
    """A function of the arguments, tried at random cases: numbers first, then arrays."""

    arguments: tuple[Argument, ...]


@dataclass(frozen=True, kw_only=True)
class Formula(Task):
    """A SymPy expression in the arguments, in any equivalent form.

    Formulas use powers (x**0.5), not math.sqrt, so that they work on symbols and numbers.
    """

    arguments: tuple[Argument, ...]


@dataclass(frozen=True, kw_only=True)
class Choice(Task):
    """A choice among options, or a label out of the data; the formula returns the right one.

    options: takes the exercise's data and returns the admissible answers.
    """

    given: Callable[[Any], tuple[Any, ...]]
    options: Callable[[Any], tuple[str, ...]]


@dataclass(frozen=True)
class Exercise:
    """A notebook's checked tasks.

    name: of the exercise and its folder; data: takes a student's id ("": nobody's) and returns the
    exercise's data, a record.
    """

    name: str
    title: str
    data: Callable[[str], Any]
    tasks: tuple[Task, ...]
    by_name: Mapping[str, Task] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name = {task.name: task for task in self.tasks}
        if len(by_name) != len(self.tasks):
            raise ValueError(f"tasks of {self.name!r} must have different names.")
        object.__setattr__(self, "by_name", by_name)
