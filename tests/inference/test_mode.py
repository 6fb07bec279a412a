"""Finding the bulk: the mode and the scale, from afar, on lines, planes and in space."""

import numpy as np
import pytest

from hbtutor.inference.mode import find_bulk


@pytest.mark.parametrize("start", [-30.0, 0.0, 55.0])
@pytest.mark.parametrize("scale", [1e-4, 0.3, 7.0])
def test_on_the_line(start, scale):
    """A skewed density, u - exp(u) in its own units: mode 0, curvature 1."""

    def log_density(u):
        z = (u[0] - 4.0) / scale
        with np.errstate(over="ignore"):
            return z - np.exp(z)

    bulk = find_bulk(log_density, np.array([start]), "improper")
    assert bulk.mode[0] == pytest.approx(4.0, abs=0.2 * scale)
    assert bulk.factor[0, 0] == pytest.approx(scale, rel=0.3)


def test_the_higher_of_two_peaks():
    def log_density(u):
        left = -0.5 * ((u[0] + 6) / 0.8) ** 2
        return np.logaddexp(left, 3 - 0.5 * ((u[0] - 5) / 0.9) ** 2)

    assert find_bulk(log_density, np.array([-6.0]), "improper").mode[0] == pytest.approx(5, abs=0.2)


@pytest.mark.parametrize("d", [2, 3])
def test_in_the_plane_and_in_space(d):
    rng = np.random.default_rng(d)
    A = rng.normal(size=(d, d)) + 2 * np.eye(d)
    centre = rng.normal(size=d) * 3
    precision = np.linalg.inv(A @ A.T)

    def log_density(u):
        r = u - centre[:, None]
        return -0.5 * np.sum(r * (precision @ r), axis=0)

    bulk = find_bulk(log_density, centre + 2.5, "improper")
    np.testing.assert_allclose(bulk.mode, centre, atol=0.05)
    np.testing.assert_allclose(bulk.factor @ bulk.factor.T, A @ A.T, rtol=0.05, atol=0.02)
    assert np.allclose(bulk.factor, np.tril(bulk.factor))


@pytest.mark.parametrize("slope", [1.0, -1.0, 0.0])
def test_what_does_not_stop_growing_is_refused_with_the_reason(slope):
    with pytest.raises(ValueError, match="my reason"):
        find_bulk(lambda u: slope * u[0], np.array([0.0]), "my reason")
    with pytest.raises(ValueError, match="my reason"):
        find_bulk(lambda u: slope * u[0] - 0.5 * u[1] ** 2, np.array([0.0, 1.0]), "my reason")
