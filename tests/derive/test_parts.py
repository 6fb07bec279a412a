"""Parts of a proof, as the book folds them under its results."""

import pytest
from sympy import Eq

from hbtutor import derive
from hbtutor.derive.derivation import Derivation
from hbtutor.derive.step import ProofError, Step
from hbtutor.notation import B, mu, ybar

PROOF = derive.normal_normal()


def test_the_parts_make_up_the_whole():
    parts = [
        PROOF.part(to="marginal"),
        PROOF.part(after="marginal", to="shrinkage"),
        PROOF.part(after="shrinkage"),
    ]
    assert [step for part in parts for step in part] == list(PROOF)
    assert [part.first for part in parts] == [1, 11, 13]
    assert sum(len(part) for part in parts) == len(PROOF)


def test_a_part_shows_its_own_results_and_numbers_only():
    part = PROOF.part(after="marginal", to="var_shrinkage")
    assert [step.name for step in part.final] == ["B", "shrinkage", "var_shrinkage"]
    shown = part._repr_html_()
    assert "<strong>11.</strong>" in shown
    assert "<strong>10.</strong>" not in shown
    assert PROOF.title not in shown


def test_a_part_without_a_result_has_no_box():
    limits = PROOF.part(after="var_shrinkage")
    assert limits.final == ()
    for shown in (limits._repr_html_(), limits._repr_markdown_(), limits._repr_latex_()):
        assert "boxed" not in shown
        assert r"\lim" in shown
    assert "Result" not in str(limits)


def test_a_part_is_not_shown_when_another_part_is_wrong():
    wrong = Derivation(
        steps=(
            Step(Eq(B * mu + (1 - B) * ybar, ybar - B * (ybar - mu)), "True.", name="pull"),
            Step(Eq(B * mu, 2 * B * mu), "Not true."),
        )
    )
    part = wrong.part(to="pull")
    with pytest.raises(ProofError, match="step 2"):
        part._repr_html_()


def test_an_unknown_step_is_named_with_those_there_are():
    with pytest.raises(KeyError, match="no step is named 'varr'; there are var, mean"):
        PROOF.part(to="varr")
