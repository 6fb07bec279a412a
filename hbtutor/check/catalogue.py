"""All exercises by name, all misconceptions by hint."""

from __future__ import annotations

import importlib
import pkgutil
from difflib import get_close_matches
from functools import cache

from hbtutor.check import exercises
from hbtutor.check.tasks import Exercise, Misconception, Task


@cache
def exercise_names() -> tuple[str, ...]:
    """Return the names of all exercises: one module each in hbtutor.check.exercises.

    >>> "school-ability" in exercise_names()
    True
    """
    modules = pkgutil.iter_modules(exercises.__path__)
    return tuple(sorted(module.name.replace("_", "-") for module in modules))


@cache
def exercise(name: str) -> Exercise:
    """Return the declaration of an exercise; a ValueError lists the near matches.

    >>> exercise("school-abilty")
    Traceback (most recent call last):
    ...
    ValueError: exercise must be a known name; got 'school-abilty'. Near matches: school-ability.
    """
    _known("exercise", name, exercise_names())
    module = importlib.import_module(f"{exercises.__name__}.{name.replace('-', '_')}")
    return module.EXERCISE


def find(name: str) -> tuple[Exercise, Task]:
    """Return the exercise and the task of a name such as "school-ability/shrinkage"."""
    of_exercise, _, of_task = name.partition("/")
    owner = exercise(of_exercise)
    _known("task", of_task, tuple(owner.by_name))
    return owner, owner.by_name[of_task]


def recognise(message: str) -> tuple[str, str, Misconception] | None:
    """Return exercise, task and misconception whose hint a failed check's message carries.

    For the class report, which has only the submissions' outputs.

    >>> recognise("a message of something else") is None
    True
    """
    for name in exercise_names():
        for task in exercise(name).tasks:
            for misconception in task.misconceptions:
                if message.startswith(f"{task.name}:") and misconception.hint in message:
                    return name, task.name, misconception
    return None


def _known(what: str, name: str, names: tuple[str, ...]) -> None:
    if name not in names:
        near = get_close_matches(name, names) or names
        raise ValueError(
            f"{what} must be a known name; got {name!r}. Near matches: {', '.join(near)}."
        )
