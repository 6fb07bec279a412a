"""What can be displayed as steps: a whole proof, or a part of one."""

from __future__ import annotations

from collections.abc import Iterator

from hbtutor.derive import display
from hbtutor.derive.step import Step

__all__ = ["Displayed"]


class Displayed:
    """Steps with a title and a result; every display verifies first.

    ``title`` may be empty; ``first`` is the number of the first step; ``final`` are the steps that
    are shown once more at the end, if any.
    """

    title: str

    @property
    def first(self) -> int:
        return 1

    @property
    def final(self) -> tuple[Step, ...]:
        raise NotImplementedError

    def __iter__(self) -> Iterator[Step]:
        raise NotImplementedError

    def verify(self) -> bool:
        raise NotImplementedError

    def __str__(self) -> str:
        self.verify()
        return display.text(self)

    def _repr_markdown_(self) -> str:
        self.verify()
        return display.markdown(self)

    def _repr_html_(self) -> str:
        self.verify()
        return display.html(self)

    def _repr_latex_(self) -> str:
        self.verify()
        return display.latex(self)
