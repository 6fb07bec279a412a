"""What students call: compare, explain, never reveal.

A test cell names the task and hands over the answer:

    from hbtutor import check
    check.answer("school-ability/shrinkage", weight)

A right answer prints one line; a wrong one raises CheckFailed, whose message says what is wrong
and, for a known misconception, which.  Tasks are declared in hbtutor.check.exercises; the expected
values are computed from the declared formulas when the check runs and are stored nowhere.
"""

from hbtutor.check.api import answer, form, further
from hbtutor.check.catalogue import data, exercise, exercise_names, recognise
from hbtutor.check.failure import CheckFailed

__all__ = [
    "CheckFailed",
    "answer",
    "data",
    "exercise",
    "exercise_names",
    "form",
    "further",
    "recognise",
]
