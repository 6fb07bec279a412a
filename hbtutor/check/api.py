"""The verbs of test cells: answer (visible), further (hidden cases), form (tell nothing yet)."""

from __future__ import annotations

import zlib
from typing import Any

from hbtutor.check.catalogue import find
from hbtutor.check.judge import judge
from hbtutor.check.read import read
from hbtutor.check.variants import identity

CASES = 4


def answer(name: str, value: Any, *, student: Any = "") -> None:
    """Check an answer, print a line if it is right, raise CheckFailed if it is not.

    name: "exercise/task"; value: the student's number, array, function, expression or choice;
    student: whose numbers the answer is held against, "" for those that all share.
    An unknown name is a ValueError that lists the near matches.

    >>> answer("school-ability/noise", 39.15 / 14)
    ✓ noise is right.
    """
    owner, task = find(name)
    judge(
        task,
        value,
        data=owner.data(identity(student)),
        seed=zlib.crc32(name.encode()),
        cases=CASES,
        hidden=False,
    )
    print(f"✓ {task.name} is right.")


def further(name: str, value: Any, *, seed: int, cases: int = 25, student: Any = "") -> None:
    """Check a function or a formula on other random cases, of which a failure tells nothing.

    For hidden tests: the seed stands in solutions/ only.

    >>> further("school-ability/shrinkage", lambda n, v, tau2: v / (v + n * tau2), seed=3)
    ✓ shrinkage is right in further cases too.
    """
    owner, task = find(name)
    judge(task, value, data=owner.data(identity(student)), seed=seed, cases=cases, hidden=True)
    print(f"✓ {task.name} is right in further cases too.")


def form(name: str, value: Any, *, student: Any = "") -> None:
    """Check only that the answer has the form asked for; whether it is right is told later.

    >>> form("school-ability/best_school", "1433")
    ✓ best_school has the right form. Whether it is right, the grading tells.
    """
    owner, task = find(name)
    read(task, value, data=owner.data(identity(student)))
    print(f"✓ {task.name} has the right form. Whether it is right, the grading tells.")
