"""solve_each for symbols against SymPy's own solver, and for numbers against the residual."""

import numpy as np
import pytest
import sympy

from hbtutor.models.linear_solve import solve_each


def test_symbols_agree_with_sympy():
    a, b, c = sympy.symbols("a b c")
    A, right = [[a, b], [c, 2]], [[1], [b]]
    ours = solve_each(np.array([A], dtype=object), np.array([right], dtype=object))[0]
    theirs = sympy.Matrix(A).LUsolve(sympy.Matrix(right))
    assert [sympy.simplify(x - y) for x, y in zip(ours.ravel(), theirs, strict=True)] == [0, 0]


def test_a_pivot_of_zero_is_exchanged():
    x = sympy.Symbol("x", positive=True)
    A = np.array([[[x - x, 1], [x, 0]]], dtype=object)
    assert solve_each(A, np.array([[[3], [x]]], dtype=object)).ravel().tolist() == [1, 3]


def test_numbers_solve_every_system():
    rng = np.random.default_rng(1)
    A, b = rng.normal(size=(5, 3, 3)), rng.normal(size=(5, 3, 2))
    assert A @ solve_each(A, b) == pytest.approx(b, abs=1e-10)


def test_a_singular_system_of_symbols_is_refused():
    x = sympy.Symbol("x")
    A = np.array([[[x, x], [x, x]]], dtype=object)
    with pytest.raises(ValueError, match="singular system"):
        solve_each(A, np.array([[[1], [2]]], dtype=object))
