"""Proofs as they are shown: generated from the checked expressions, in four formats."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser

from hbtutor import derive
from hbtutor.derive.derivation import Derivation
from hbtutor.derive.step import Step
from hbtutor.derive.written import times, total
from hbtutor.notation import B, latex, mu, sigma2, tau2, theta_j, ybar, ybar_j

NORMAL = derive.normal_normal()


def test_markdown_has_a_sentence_and_a_formula_for_every_step() -> None:
    shown = NORMAL._repr_markdown_()
    assert shown.startswith("**The posterior of a group mean")
    for line in (
        r"\theta_j &\sim \mathcal{N}\left(\mu,\, \tau^2\right)",
        r"\operatorname{E}\left(\theta_j \mid \bar{y}_j\right) &= "
        r"\left(1 - B_j\right) \bar{y}_j + B_j \mu",
        r"&= \frac{\frac{\sigma^2}{n_j}}{\frac{\sigma^2}{n_j} + \tau^2}",
        r"\lim_{\tau^2 \to \infty} \operatorname{Var}\left(\theta_j \mid \bar{y}_j\right)",
        r"\boxed{\begin{aligned}",
    ):
        assert line in shown
    assert "**14–16.** Endless data: the prior is forgotten." in shown
    assert all(line.isascii() or not line.startswith("\\") for line in shown.splitlines())


def test_html_is_well_formed_and_marked_for_mathjax() -> None:
    open_tags: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_tags.pop() == tag

    shown = NORMAL._repr_html_()
    Reader().feed(shown)
    assert not open_tags
    assert 'class="derivation tex2jax_process mathjax_process"' in shown
    assert shown.count(r"\[") == shown.count(r"\]") == NORMAL._repr_markdown_().count("$$") // 2
    assert "$" not in shown


def test_latex_is_one_display() -> None:
    shown = NORMAL._repr_latex_()
    assert shown.startswith("$$\n\\begin{aligned}")
    assert shown.endswith("\\end{aligned}\n$$")
    assert r"&\text{1. The prior: the groups vary about $\mu$ with variance $\tau^2$.}" in shown


def test_plain_text() -> None:
    shown = str(NORMAL)
    assert "1. The prior: the groups vary about mu with variance tau2." in shown
    assert "    theta_j ~ N(mu, tau2)" in shown
    assert shown.splitlines()[-6] == "Result"
    assert repr(NORMAL) == (
        "Derivation('The posterior of a group mean, and how it shrinks', 25 steps)"
    )


def test_a_changed_expression_changes_the_display() -> None:
    """No pasted formulas: what is shown follows the claim."""
    from sympy import Eq

    def shown(weight: object) -> str:
        claim = Eq(ybar - weight * (ybar - mu), total(times(1 - weight, ybar), weight * mu))
        return Derivation((Step(claim, "Collect {B}."),))._repr_markdown_()

    assert r"\left(1 - B\right) \bar{y} + B \mu" in shown(B)
    assert r"\left(1 - \tau^2\right) \bar{y} + \mu \tau^2" in shown(tau2)
    assert "Collect $B$." in shown(B)


def test_long_sums_are_broken_over_rows() -> None:
    rows = NORMAL._repr_markdown_().split("Multiply out")[1].split("$$")[1].strip().splitlines()
    assert len(rows) > 3
    assert rows[2].startswith(r"&\qquad")


def test_written_order_does_not_change_the_expression() -> None:
    written = total(times(sigma2, theta_j), -ybar_j)
    assert latex(written) == r"\sigma^2 \theta_j - \bar{y}_j"
    assert written.doit() == sigma2 * theta_j - ybar_j


def test_proofs_run_where_only_sympy_is_installed() -> None:
    code = (
        "import sys\n"
        "for name in ('numpy', 'scipy', 'pandas', 'matplotlib'): sys.modules[name] = None\n"
        "from hbtutor import derive\n"
        "assert derive.normal_normal().verify() and derive.gamma_poisson().verify()\n"
        "assert len(derive.normal_normal()._repr_html_()) > 1000\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_building_one_proof_does_not_import_the_others() -> None:
    code = (
        "import sys\n"
        "from hbtutor import derive\n"
        "derive.normal_normal\n"
        "assert 'hbtutor.derive.normal_normal' in sys.modules\n"
        "assert 'hbtutor.derive.stein' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
