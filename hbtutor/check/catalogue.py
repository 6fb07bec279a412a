"""All exercises by name, all misconceptions by hint."""

from __future__ import annotations

import importlib
import pkgutil
from difflib import get_close_matches
from functools import cache
from types import ModuleType
from typing import Any

from hbtutor.check import exercises, given
from hbtutor.check.tasks import Exercise, Misconception, Task
from hbtutor.check.variants import identity


@cache
def exercise_names() -> tuple[str, ...]:
    """Return the names of all exercises: one module each in hbtutor.check.exercises.

    >>> "school-ability" in exercise_names()
    True
    """
    return _modules(exercises)


@cache
def exercise(name: str) -> Exercise:
    """Return the declaration of an exercise; a ValueError lists the near matches.

    >>> exercise("school-abilty")
    Traceback (most recent call last):
    ...
    ValueError: exercise must be a known name; got 'school-abilty'. Near matches: school-ability.
    """
    return _module(exercises, name).EXERCISE


def data(name: str, *, student: Any = "") -> Any:
    """Return an exercise's data, a record whose fields the notebook names.

    student: whose numbers, see hbtutor.check.variants; "" gives those that all share.
    Needs hbtutor.check.given only, not the declarations of the answers.

    >>> data("school-ability").sigma2, data("school-ability", student="ada").sigma2
    (39.15, 38.44)
    """
    return _module(given, name).data(identity(student))


def find(name: str) -> tuple[Exercise, Task]:
    """Return the exercise and the task of a name such as "school-ability/shrinkage"."""
    of_exercise, _, of_task = name.partition("/")
    owner = exercise(of_exercise)
    _known("task", of_task, tuple(owner.by_name))
    return owner, owner.by_name[of_task]


def recognise(message: str, *, among: str = "") -> tuple[str, str, Misconception] | None:
    """Return exercise, task and misconception whose hint a failed check's message carries.

    among: the exercise that the message comes from; exercises may share tasks' names and hints.
    For the class report, which has only the submissions' outputs.

    >>> recognise("a message of something else") is None
    True
    """
    for name in (among,) if among else exercise_names():
        for task in exercise(name).tasks:
            for misconception in task.misconceptions:
                if message.startswith(f"{task.name}:") and misconception.hint in message:
                    return name, task.name, misconception
    return None


def _modules(package: ModuleType) -> tuple[str, ...]:
    return tuple(
        sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(package.__path__))
    )


def _module(package: ModuleType, name: str) -> ModuleType:
    _known("exercise", name, _modules(package))
    return importlib.import_module(f"{package.__name__}.{name.replace('-', '_')}")


def _known(what: str, name: str, names: tuple[str, ...]) -> None:
    if name not in names:
        near = get_close_matches(name, names) or names
        raise ValueError(
            f"{what} must be a known name; got {name!r}. Near matches: {', '.join(near)}."
        )
