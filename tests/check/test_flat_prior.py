"""The declared formulas of *Knowing nothing about mu* against the model and against integrals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from hbtutor import FlatPriorNormal, NormalNormal, check
from hbtutor.check.exercises.flat_prior import formulas, groups


@given(st.text(max_size=8))
def test_the_small_studys_effect_is_the_models(student):
    data = check.data("flat-prior", student=student)
    y, sigma2, tau2 = data.all_studies()
    known = FlatPriorNormal(tau2=tau2).posterior(y, sigma2=sigma2)
    at = data.studies.index.get_loc(data.study)
    answer = groups.STUDY_EFFECT.formula(*groups.STUDY_EFFECT.given(data))
    assert answer.mean == pytest.approx(known.theta.mean[at], rel=1e-10)
    assert answer.var == pytest.approx(known.theta.var[at], rel=1e-12)
    # As if mu were known: the limit of many groups.
    limit = groups.STUDY_LIMIT.formula(*groups.STUDY_LIMIT.given(data))
    alone = NormalNormal(mu=known.mu.mean, tau2=tau2).posterior(y[at], sigma2=sigma2[at])
    assert limit == pytest.approx(alone.var, rel=1e-12)
    assert limit < answer.var


def test_the_evidence_is_the_integral_of_the_likelihood():
    y1, y2, v = 14.25, 3.5, 27.0
    sd = v**0.5
    area = quad(lambda mu: norm.pdf(y1, mu, sd) * norm.pdf(y2, mu, sd), -200, 200, points=[9])[0]
    assert formulas.evidence(y1, y2, v) == pytest.approx(area, rel=1e-9)


def test_the_prior_variance_needed_gives_the_weight_asked_for():
    gamma2 = formulas.gamma2_needed(0.125, 7, 31.0)
    mean = formulas.proper_mean(20.0, 7, 31.0, 4.0, gamma2)
    assert mean == pytest.approx(0.875 * 20.0 + 0.125 * 4.0, rel=1e-12)
    assert formulas.proper_mean(20.0, 7, 31.0, 4.0, 1e13) == pytest.approx(20.0, rel=1e-10)


def test_the_number_of_groups_is_the_smallest_that_is_enough():
    needed = formulas.groups_needed(690.0, 5.5)
    sds = [
        FlatPriorNormal(tau2=510.0).posterior(np.arange(float(size)), sigma2=180.0).mu.var ** 0.5
        for size in (int(needed) - 1, int(needed))
    ]
    assert sds[0] > 5.5 >= sds[1]
