import sys

import numpy as np
import pytest

from hbtutor import NormalNormal, simulate
from hbtutor.simulate.replicate import replicate

MODEL, DESIGN = NormalNormal(mu=3, tau2=4), {"sigma2": [1.0, 9.0], "n": 2}


def one(child):
    return float(child.normal())


def test_numbers_do_not_depend_on_the_workers():
    alone, shared = (
        replicate(one, rng=np.random.default_rng(11), times=7, workers=workers)
        for workers in (1, 2)
    )
    assert alone == shared
    ranks = [
        simulate.calibration(
            MODEL, rng=np.random.default_rng(5), replicates=40, workers=workers, **DESIGN
        ).ranks
        for workers in (1, 2)
    ]
    assert (ranks[0] == ranks[1]).all()
    losses = [
        simulate.pooling_study(
            lambda rng: NormalNormal(mu=3, tau2=rng.uniform(1, 2)),
            rng=np.random.default_rng(5), replicates=30, workers=workers, **DESIGN,
        ).losses
        for workers in (1, 2)
    ]  # fmt: skip
    assert (losses[0] == losses[1]).all()


def test_more_replicates_begin_with_the_same_numbers():
    few, many = (replicate(one, rng=np.random.default_rng(11), times=times) for times in (3, 9))
    assert many[:3] == few
    assert len(set(many)) == 9


def test_a_generator_used_twice_gives_new_numbers():
    rng = np.random.default_rng(11)
    assert replicate(one, rng=rng, times=3) != replicate(one, rng=rng, times=3)


def test_the_bar_goes_to_standard_error_and_can_be_silenced(capsys):
    replicate(one, rng=np.random.default_rng(1), times=3, progress=True, what="tossing")
    told = capsys.readouterr()
    assert told.out == ""
    assert "tossing" in told.err
    replicate(one, rng=np.random.default_rng(1), times=3, progress=False)
    replicate(one, rng=np.random.default_rng(1), times=3)  # not a terminal
    assert capsys.readouterr().err == ""


def test_without_joblib_one_worker_does_and_two_say_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "joblib", None)
    assert len(replicate(one, rng=np.random.default_rng(1), times=3)) == 3
    with pytest.raises(ModuleNotFoundError, match=r"hbtutor\[course\]"):
        replicate(one, rng=np.random.default_rng(1), times=3, workers=2)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"times": 1}, "replicates must be a whole number, at least 2; got 1"),
        ({"times": 2.0}, r"replicates must be .* got 2\.0"),
        ({"times": 5, "workers": 0}, "workers must be a whole number, at least 1, or -1; got 0"),
        ({"times": 5, "rng": 42}, "rng must be a numpy.random.Generator; got 42"),
    ],
)
def test_wrong_input_is_refused_by_name(options, message):
    with pytest.raises(ValueError, match=message):
        replicate(one, **({"rng": np.random.default_rng(1)} | options))
