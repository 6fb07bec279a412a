"""Draws from an id: the same everywhere, and as random as they look."""

import statistics

import pytest

from hbtutor.check import data
from hbtutor.check.variants import Draw, identity


def test_the_draws_are_fixed_for_all_time():
    """Computed by hand from SHA-256 with sha256sum: a change here changes every student's data."""
    # printf 'school-ability\\nada\\n1' | sha256sum
    first = int("f45689f35cf79aa6", 16) / 2**64
    assert Draw("school-ability", "Ada ").uniform() == pytest.approx(first, abs=1e-15)


def test_exercises_and_students_draw_differently_and_each_the_same_again():
    def numbers(exercise, student):
        draw = Draw(exercise, student)
        return [draw.uniform() for _ in range(20)]

    assert numbers("a", "ada") == numbers("a", "ADA")
    assert len({tuple(numbers(e, s)) for e in "abc" for s in ("ada", "bela", "")}) == 9


def test_draws_have_the_distribution_asked_for():
    draw = Draw("exercise", "student")
    wholes = [draw.whole(3, 7) for _ in range(5000)]
    assert set(wholes) == {3, 4, 5, 6, 7}
    assert statistics.mean(wholes) == pytest.approx(5, abs=0.1)
    numbers = [draw.number(-2, 8, decimals=2) for _ in range(5000)]
    assert min(numbers) >= -2
    assert max(numbers) <= 8
    assert statistics.mean(numbers) == pytest.approx(3, abs=0.2)
    assert all(round(number, 2) == number for number in numbers)
    normals = [draw.normal(5, 2, decimals=3) for _ in range(5000)]
    assert statistics.mean(normals) == pytest.approx(5, abs=0.15)
    assert statistics.stdev(normals) == pytest.approx(2, abs=0.1)
    some = draw.some(range(10), 10)
    assert sorted(some) == list(range(10)) != some
    assert draw.one(["only"]) == "only"


@pytest.mark.parametrize("student", [None, 3.5, True, ["ada"], "a" * 201])
def test_what_is_no_id_is_refused(student):
    with pytest.raises(ValueError, match="student must be your id"):
        identity(student)
    with pytest.raises(ValueError, match="student must be your id"):
        data("school-ability", student=student)
