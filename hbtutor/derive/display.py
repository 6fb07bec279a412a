"""A verified derivation as Markdown, HTML, LaTeX or plain text, all from its SymPy expressions.

The words of a reason name symbols by their code name in braces, ``{theta_j}``; here they become
the book's symbol.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from re import sub
from typing import TYPE_CHECKING

from sympy import Basic

from hbtutor import notation
from hbtutor.derive.laws import Law
from hbtutor.derive.step import Step, claim_text

if TYPE_CHECKING:
    from hbtutor.derive.displayed import Displayed

__all__ = ["html", "latex", "markdown", "text"]

_CONCLUSION = "Result"
_SIGNS = {"==": "=", ">": ">", "<": "<", ">=": r"\ge", "<=": r"\le"}
_LINE = 44  # letters that fit beside a left side on a page


def markdown(derivation: Displayed) -> str:
    """Numbered steps, each a sentence and a displayed formula."""
    parts = [f"**{derivation.title}**"] if derivation.title else []
    for numbers, reason, steps in _paragraphs(derivation):
        parts += [f"**{numbers}.** {_words(reason)}", f"$$\n{_formula(steps)}\n$$"]
    if derivation.final:
        parts += [f"**{_CONCLUSION}**", f"$$\n{_boxed(derivation)}\n$$"]
    return "\n\n".join(parts) + "\n"


def html(derivation: Displayed) -> str:
    """The same in HTML whose formulas MathJax typesets, in Jupyter and in the book."""
    steps = "\n".join(
        f"<p><strong>{numbers}.</strong> {_words_html(reason)}</p>\n{_block(_formula(steps))}"
        for numbers, reason, steps in _paragraphs(derivation)
    )
    parts = [steps]
    if derivation.title:
        parts.insert(0, f"<p><strong>{escape(derivation.title)}</strong></p>")
    if derivation.final:
        parts += [f"<p><strong>{_CONCLUSION}</strong></p>", _block(_boxed(derivation))]
    body = "\n".join(parts)
    return f'<div class="derivation tex2jax_process mathjax_process">\n{body}\n</div>'


def latex(derivation: Displayed) -> str:
    """One aligned display with the reasons as text, for LaTeX and PDF."""
    rows = []
    for numbers, reason, steps in _paragraphs(derivation):
        rows += [rf"&\text{{{numbers}. {_words(reason)}}}", f"&{_formula(steps)}"]
    if derivation.final:
        rows += [rf"&\textbf{{{_CONCLUSION}}}", f"&{_boxed(derivation)}"]
    body = " \\\\[4pt]\n".join(rows)
    return f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"


def text(derivation: Displayed) -> str:
    """Plain text, for a terminal."""
    lines = [derivation.title] if derivation.title else []
    for numbers, reason, steps in _paragraphs(derivation):
        lines.append(f"{numbers}. {_plain(reason)}")
        lines += [f"    {claim_text(step.claim)}" for step in steps]
    if derivation.final:
        lines += [_CONCLUSION, *(f"    {claim_text(step.claim)}" for step in derivation.final)]
    return "\n".join(lines)


def _paragraphs(derivation: Displayed) -> Iterator[tuple[str, str, list[Step]]]:
    """Neighbouring steps with one and the same reason are shown together."""
    numbered = enumerate(derivation, start=derivation.first)
    for reason, group in groupby(numbered, key=lambda pair: pair[1].reason):
        numbers, steps = zip(*group, strict=True)
        first, last = numbers[0], numbers[-1]
        yield (f"{first}" if first == last else f"{first}–{last}"), reason, list(steps)


def _formula(steps: list[Step]) -> str:
    return _aligned([row for step in steps for row in _rows(step)])


def _rows(step: Step) -> list[str]:
    """The claim in LaTeX, with the route of its check where that has something to show."""
    route, word = step.check.shows(step.claim), step.check.word
    if word == "=":
        return [*_equation(step.claim.lhs, "=", route), *_beside("=", step.claim.rhs)]
    if route is None:
        return _claim(step)
    return [*_claim(step), *_equation(route.lhs, "=", route.rhs, rf"\text{{{word}}}\quad ")]


def _boxed(derivation: Displayed) -> str:
    return rf"\boxed{{{_aligned([row for step in derivation.final for row in _claim(step)])}}}"


def _claim(step: Step) -> list[str]:
    sign = r"\sim" if isinstance(step.claim.rhs, Law) else _SIGNS[step.claim.rel_op]
    return _equation(step.claim.lhs, sign, step.claim.rhs)


def _equation(left: Basic, sign: str, right: Basic, before: str = "") -> list[str]:
    """Left, sign and right; a left side too wide to stand beside the right goes above it."""
    if _width(notation.latex(left)) > _LINE // 2:
        first, *rest = _broken(left)
        return [f"&{before}{first}", *rest, *_beside(sign, right)]
    first, *rest = _beside(sign, right)
    return [f"{before}{notation.latex(left)} {first}", *rest]


def _beside(sign: str, right: Basic) -> list[str]:
    first, *rest = _broken(right)
    return [f"&{sign} {first}", *rest]


def _broken(side: Basic) -> list[str]:
    """A long sum broken over several rows."""
    rows: list[list[str]] = [[]]
    for term in notation.latex_terms(side):
        if rows[-1] and _width(" ".join((*rows[-1], term))) > _LINE:
            rows.append([])
        rows[-1].append(term)
    first, *rest = map(" ".join, rows)
    return [first, *(rf"&\qquad {row}" for row in rest)]


def _width(formula: str) -> int:
    """Roughly how many letters wide: commands count as one, fractions as half of what they hold."""
    letters = sub(r"\\(left|right|operatorname|mathcal|mathrm)|[{}_^ ]", "", formula)
    return len(sub(r"\\[a-zA-Z]+", "x", letters)) - formula.count(r"\frac")


def _aligned(rows: list[str]) -> str:
    body = " \\\\\n".join(rows)
    return f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"


def _block(formula_latex: str) -> str:
    return f'<div class="math notranslate nohighlight">\\[{escape(formula_latex)}\\]</div>'


def _words(reason: str) -> str:
    labelled = sub(r"\{(\w+)\}", lambda found: notation.label(found[1]), reason)
    return labelled.replace("$$", " ")  # neighbours are a product


def _words_html(reason: str) -> str:
    return sub(
        r"\$([^$]+)\$",
        r'<span class="math notranslate nohighlight">\\(\1\\)</span>',
        escape(_words(reason)),
    )


def _plain(reason: str) -> str:
    return sub(r"\{(\w+)\}", r"\1", reason)
