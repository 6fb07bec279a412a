"""NestedNormal against dense Gaussian conditioning, NormalNormal, simulation and symbols."""

import numpy as np
import pandas as pd
import pytest
import sympy
from dense_gaussian import condition
from hypothesis import given
from hypothesis import strategies as st

from hbtutor import NestedNormal, NormalNormal

numbers = st.floats(-50, 50)
variances = st.floats(0.1, 200)
pupils = st.lists(
    st.tuples(numbers, st.sampled_from("ab"), st.sampled_from("XYZ")), min_size=1, max_size=9
)
MODEL = NestedNormal(psi=50.0, omega2=9.0, tau2=16.0, sigma2=64.0)


def dense_posterior(model, y, classroom, school):
    """Condition the joint of (schools, classrooms, students), built entry by entry."""
    schools = list(dict.fromkeys(school))
    rooms = list(dict.fromkeys(zip(school, classroom, strict=True)))
    pupils_rooms = list(zip(school, classroom, strict=True))
    nodes = [(s,) for s in schools] + rooms + [(*r, i) for i, r in enumerate(pupils_rooms)]
    variance = [model.omega2, model.tau2, model.sigma2]
    cov = np.array(
        [
            [
                sum(v for v, p, q in zip(variance, a, b, strict=False) if same(a, b, p, q))
                for b in nodes
            ]
            for a in nodes
        ]
    )
    observed = np.arange(len(schools) + len(rooms), len(nodes))
    mean, cov = condition(np.full(len(nodes), model.psi), cov, observed, y)
    K = len(schools)
    return (mean[:K], np.diag(cov)[:K]), (mean[K:], np.diag(cov)[K:]), schools, rooms


def same(a, b, p, q):
    """Whether two nodes share their path down to the level at which p stands in a, q in b."""
    level = max(k for k, value in enumerate(a) if value is p)
    return len(b) > level and a[: level + 1] == b[: level + 1]


@given(psi=numbers, omega2=variances, tau2=variances, sigma2=variances, rows=pupils)
def test_posterior_is_the_conditional_of_the_joint(psi, omega2, tau2, sigma2, rows):
    y, classroom, school = (list(column) for column in zip(*rows, strict=True))
    model = NestedNormal(psi=psi, omega2=omega2, tau2=tau2, sigma2=sigma2)
    by_school, by_room, schools, rooms = dense_posterior(model, y, classroom, school)
    posterior = model.posterior(y, classroom=classroom, school=school)
    assert (list(posterior.schools), posterior.classrooms) == (schools, rooms)
    for record, (mean, var) in ((posterior.school, by_school), (posterior.classroom, by_room)):
        assert record.mean == pytest.approx(mean, rel=1e-7, abs=1e-7)
        assert record.var == pytest.approx(var, rel=1e-7, abs=1e-7)


def test_one_classroom_in_one_school_worked_by_hand():
    """One pupil: y ~ N(50, 89); school gain 9/89, classroom gain 25/89."""
    posterior = MODEL.posterior([58.0], classroom=["a"], school=["X"])
    assert posterior.school.mean[0] == pytest.approx(50 + 9 / 89 * 8, rel=1e-14)
    assert posterior.school.var[0] == pytest.approx(9 - 81 / 89, rel=1e-14)
    assert posterior.classroom.mean[0] == pytest.approx(50 + 25 / 89 * 8, rel=1e-14)
    assert posterior.classroom.var[0] == pytest.approx(25 - 625 / 89, rel=1e-14)


def test_known_variance_of_each_observation():
    """With sigma2_i known and one observation a classroom, schools see N(mu_k, tau2 + sigma2_i)."""
    sigma2 = np.array([4.0, 9.0, 25.0])
    model = NestedNormal(psi=1.0, omega2=2.0, tau2=3.0, sigma2=sigma2)
    posterior = model.posterior([5.0, 0.0, -7.0], classroom=[1, 2, 3], school=["X", "X", "Y"])
    precision = 1 / 2.0 + 1 / 7.0 + 1 / 12.0
    assert posterior.school.var[0] == pytest.approx(1 / precision, rel=1e-13)
    assert posterior.school.mean[0] == pytest.approx((0.5 + 5.0 / 7.0) / precision, rel=1e-13)


def test_boundaries_are_the_limits_of_small_variances():
    y, rooms, schools = [60.0, 70.0, 52.0, 40.0], list("aaba"), list("XXXY")
    for zero in ("omega2", "tau2"):
        values = {"psi": 50.0, "omega2": 9.0, "tau2": 16.0, "sigma2": 64.0}
        near = NestedNormal(**{**values, zero: 1e-10}).posterior(y, classroom=rooms, school=schools)
        limit = NestedNormal.boundary(**{**values, zero: 0.0})
        at = limit.posterior(y, classroom=rooms, school=schools)
        assert at.classroom.mean == pytest.approx(near.classroom.mean, rel=1e-9)
        assert at.classroom.var == pytest.approx(near.classroom.var, rel=1e-8)
        assert at.school.mean == pytest.approx(near.school.mean, rel=1e-9)
        assert at.school.var == pytest.approx(near.school.var, rel=1e-8, abs=1e-9)
    both = NestedNormal.boundary(psi=50.0, omega2=0.0, tau2=0.0, sigma2=64.0)
    assert both.posterior(y, classroom=rooms, school=schools).classroom.mean.tolist() == [50.0] * 3


def test_without_classroom_variance_schools_follow_the_normal_normal_model():
    y, school = np.array([60.0, 70.0, 52.0, 40.0]), list("XXXY")
    limit = NestedNormal.boundary(psi=50.0, omega2=9.0, tau2=0.0, sigma2=64.0)
    nested = limit.posterior(y, classroom=list("aaba"), school=school).school
    flat = NormalNormal(mu=50.0, tau2=9.0).posterior([y[:3].mean(), 40.0], sigma2=64.0, n=[3, 1])
    assert nested.mean == pytest.approx(flat.mean, rel=1e-13)
    assert nested.var == pytest.approx(flat.var, rel=1e-13)


def test_classroom_mean_propagates_variance():
    """Law of total variance, against 40,000 simulated classroom averages."""
    average = MODEL.classroom_mean(n=[1, 4])
    assert average.mean.tolist() == [0.0, 0.0]
    assert average.var.tolist() == [80.0, 32.0]
    assert MODEL.classroom_mean(n=4, school_mean=57.0).mean == 57.0
    rng, rooms = np.random.default_rng(5), np.repeat(np.arange(40_000), 4)
    drawn = MODEL.simulate(rng, classroom=rooms, school=np.zeros(160_000, dtype=int))
    averages = drawn.y.reshape(-1, 4).mean(axis=1)
    assert averages.var() == pytest.approx(32.0, rel=0.03)
    assert averages.mean() == pytest.approx(drawn.school[0], abs=0.15)


def test_shrinkage_is_the_weight_of_a_classroom_on_its_school():
    """A school seen very well: its mean is then as good as known."""
    y, rooms = [62.0, 70.0, 58.0] + [41.0] * 4000, ["a"] * 3 + list(range(4000))
    posterior = MODEL.posterior(y, classroom=rooms, school=["X"] * 4003)
    B = MODEL.shrinkage(n=3)
    expected = B * posterior.school.mean[0] + (1 - B) * (62.0 + 70.0 + 58.0) / 3
    assert posterior.classroom.mean[0] == pytest.approx(expected, rel=1e-13)
    assert MODEL.shrinkage(n=[1, 4]).tolist() == [0.8, 0.5]


def test_intraclass_correlations_are_those_of_simulated_pupils():
    """Two pupils of one classroom and one of the next, in 30,000 schools."""
    rng, schools = np.random.default_rng(11), np.repeat(np.arange(30_000), 3)
    drawn = MODEL.simulate(rng, classroom=np.tile([0, 0, 1], 30_000), school=schools)
    correlations = np.corrcoef(drawn.y.reshape(-1, 3).T)
    assert MODEL.intraclass.classroom == pytest.approx(correlations[0, 1], abs=0.02)
    assert MODEL.intraclass.school == pytest.approx(correlations[0, 2], abs=0.02)
    assert MODEL.intraclass.classroom == pytest.approx(25 / 89, rel=1e-14)


def test_marginal_has_the_three_variances_where_they_belong():
    cov = MODEL.marginal(classroom=["a", "a", "b", "a"], school=["X", "X", "X", "Y"]).cov
    assert cov[0].tolist() == [89.0, 25.0, 9.0, 0.0]


def test_predictive_at_each_level_of_novelty():
    y, rooms, schools = [60.0, 70.0, 52.0, 40.0], list("aaba"), list("XXXY")
    known = MODEL.posterior(y, classroom=rooms, school=schools)
    ahead = MODEL.predictive(y, classroom=rooms, school=schools, n=4)
    assert ahead.classroom.var == pytest.approx(known.classroom.var + 16.0, rel=1e-13)
    assert ahead.new_classroom.var == pytest.approx(known.school.var + 16.0 + 16.0, rel=1e-13)
    assert (ahead.new_school.mean, ahead.new_school.var) == (50.0, 9.0 + 16.0 + 16.0)


def test_labels_of_any_kind_in_first_seen_order_and_pandas_index():
    y = pd.Series([60.0, 70.0, 52.0, 40.0])
    frame = pd.DataFrame({"school": ["Y", "Y", "X", "X"], "room": pd.Categorical(list("baab"))})
    posterior = MODEL.posterior(y, classroom=frame["room"], school=frame["school"])
    assert list(posterior.school.mean.index) == ["Y", "X"]
    assert list(posterior.classroom.mean.index) == [("Y", "b"), ("Y", "a"), ("X", "a"), ("X", "b")]
    plain = MODEL.posterior(y.tolist(), classroom=[2, 1, 1, 2], school=[(1, 0), (1, 0), 7.5, 7.5])
    assert plain.classroom.mean == pytest.approx(posterior.classroom.mean.to_numpy(), rel=1e-14)
    assert plain.classrooms[0] == ((1, 0), 2)


def test_symbols_give_the_textbook_formula():
    psi, y1, y2, y3 = sympy.symbols("psi y1 y2 y3", real=True)
    omega2, tau2, sigma2 = sympy.symbols("omega2 tau2 sigma2", positive=True)
    model = NestedNormal(psi=psi, omega2=omega2, tau2=tau2, sigma2=sigma2)
    posterior = model.posterior([y1, y2, y3], classroom=list("aab"), school=list("XXX"))
    pair, single = tau2 + sigma2 / 2, tau2 + sigma2
    precision = 1 / omega2 + 1 / pair + 1 / single
    school = (psi / omega2 + (y1 + y2) / 2 / pair + y3 / single) / precision
    assert sympy.simplify(posterior.school.mean[0] - school) == 0
    assert sympy.simplify(posterior.school.var[0] - 1 / precision) == 0
    B = (sigma2 / 2) / pair
    room = B * school + (1 - B) * (y1 + y2) / 2
    assert sympy.simplify(posterior.classroom.mean[0] - room) == 0
    assert sympy.simplify(posterior.classroom.var[0] - (tau2 * B + B**2 / precision)) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"y": [60.0, np.nan, 52.0]}, "y must be finite numbers; got nan at position 1"),
        ({"classroom": ["a", "b"]}, "classroom must have one entry for each of the 3 observations"),
        (
            {"school": ["X", None, "Y"]},
            "school must label every observation; got None at position 1",
        ),
        ({"school": "XXY"}, "school must be a list or array with one label"),
        ({"y": [[60.0, 70.0, 52.0]]}, "y must have one entry for each observation"),
    ],
)
def test_bad_data_is_refused_by_name(change, message):
    data = {"y": [60.0, 70.0, 52.0], "classroom": ["a", "b", "a"], "school": ["X", "X", "Y"]}
    data.update(change)
    with pytest.raises(ValueError, match=message):
        MODEL.posterior(data.pop("y"), **data)


def test_misaligned_pandas_labels_are_refused():
    y = pd.Series([60.0, 70.0], index=["p", "q"])
    school = pd.Series(["X", "Y"], index=["q", "p"])
    with pytest.raises(ValueError, match="the labels of school must match those of y"):
        MODEL.posterior(y, classroom=["a", "a"], school=school)


def test_bad_hyperparameters_are_refused_by_name():
    good = {"psi": 50.0, "omega2": 9.0, "tau2": 16.0, "sigma2": 64.0}
    for name in ("omega2", "tau2", "sigma2"):
        with pytest.raises(ValueError, match=f"{name} must be positive; got 0"):
            NestedNormal(**{**good, name: 0})
    with pytest.raises(ValueError, match=r"use NestedNormal.boundary"):
        NestedNormal(**{**good, "omega2": 0.0})
    with pytest.raises(ValueError, match="tau2 must be zero or positive; got -1"):
        NestedNormal.boundary(**{**good, "tau2": -1})
    with pytest.raises(ValueError, match="psi must be a single number"):
        NestedNormal(**{**good, "psi": [1.0, 2.0]})
    meta = NestedNormal(**{**good, "sigma2": [1.0, 2.0]})
    with pytest.raises(ValueError, match="intraclass needs a single sigma2"):
        _ = meta.intraclass
    with pytest.raises(ValueError, match="predictive needs a single n and a single sigma2"):
        meta.predictive([1.0, 2.0], classroom=[1, 2], school=[1, 1])
    with pytest.raises(ValueError, match="sigma2 must have one entry for each of the 3"):
        meta.posterior([1.0, 2.0, 3.0], classroom=[1, 2, 3], school=[1, 1, 1])


def test_designs_without_data_are_refused_by_name_too():
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="classroom must be a list or array with one label"):
        MODEL.simulate(rng, classroom=3, school=["X"])
    with pytest.raises(ValueError, match="classroom must have one entry for each of the 2"):
        MODEL.simulate(rng, classroom=["a"], school=["X", "Y"])
