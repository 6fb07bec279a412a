"""What a failing check raises: a sentence for the student, and nothing that gives the answer."""

from __future__ import annotations


class CheckFailed(AssertionError):  # noqa: N818 - it reads as what happened
    """A check did not pass; the message says in words what is wrong.

    task: name of the checked answer; misconception: name of the recognised mistake, or None.

    >>> raise CheckFailed("weight: not right yet.", task="weight")
    Traceback (most recent call last):
    ...
    hbtutor.check.failure.CheckFailed: weight: not right yet.
    """

    def __init__(self, message: str, *, task: str = "", misconception: str | None = None) -> None:
        super().__init__(message)
        self.task = task
        self.misconception = misconception

    def _render_traceback_(self) -> list[str]:
        """Show the message alone (an IPython hook).

        A traceback through the checks would bury the sentence, and in feedback it would quote
        the hidden test that failed.
        """
        return [f"✗ {self}"]


class NotPlainError(ValueError):
    """An answer that is not the plain data asked for; the message finishes "your answer …"."""
