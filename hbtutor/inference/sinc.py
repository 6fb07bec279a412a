"""Between the nodes: density, cumulative integral and draws from the samples of a trapezoid rule.

A function that the trapezoid rule integrates to full accuracy is, to the same accuracy, its
cardinal series f(w) = sum_k f_k sinc((w - w_k) / h); so its integral up to w is
h sum_k f_k (1/2 + Si(pi (w - w_k) / h) / pi).  Source: Stenger (1993), Numerical Methods Based on
Sinc and Analytic Functions, section 1.2; Trefethen and Weideman (2014), SIAM Review 56:385-458.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import fft, special

from hbtutor.inference.family import Array

_FINE = 4


def density(w: Array, nodes: Array, values: Array) -> Array:
    """Return the cardinal series at w, (P, S) or (P, 1), of S functions with values (S, K)."""
    h = nodes[1] - nodes[0]
    return np.sum(values * np.sinc((w[..., None] - nodes) / h), axis=-1)


def integral(w: Array, nodes: Array, values: Array) -> Array:
    """Return the integral from -inf to w, (P, S) or (P, 1), of S functions with values (S, K)."""
    h = nodes[1] - nodes[0]
    si, _ = special.sici((np.pi / h) * (w[..., None] - nodes))
    return h * np.sum(values * (0.5 + si / np.pi), axis=-1)


def quantile(p: Array, nodes: Array, values: Array) -> Array:
    """Return the points w, (P,), up to which the integral of one function (K,) is p, (P,)."""
    h = nodes[1] - nodes[0]
    cumulative = h * (np.cumsum(values) - values / 2)
    w = np.interp(p, cumulative, nodes)
    low, high = w - h, w + h
    for _ in range(60):
        x = (np.pi / h) * (w[:, None] - nodes)
        x[x == 0] = 1e-300
        si, _ = special.sici(x)
        rest = h * (0.5 * values.sum() + si @ values / np.pi) - p
        slope = (np.sin(x) / x) @ values
        high, low = np.where(rest > 0, w, high), np.where(rest > 0, low, w)
        with np.errstate(divide="ignore", invalid="ignore"):
            new = w - rest / slope
        new = np.where((new >= low) & (new <= high), new, (low + high) / 2)
        change = np.max(np.abs(new - w))
        w = new
        if change < 1e-6:  # Newton doubles the digits: 1e-12 is left
            break
    return w


def draw(rng: np.random.Generator, nodes: Array, values: Array, n: int) -> Array:
    """Draw n points w from one density with values (1, K), or one from each of n, (n, K).

    The cumulative integral is tabled at quarter steps and inverted between them by Hermite's
    cubic, which is right to about 1e-6 of the probability.
    """
    h = nodes[1] - nodes[0]
    fine = np.linspace(nodes[0], nodes[-1], (nodes.size - 1) * _FINE + 1)
    mass = h * _between(values, lambda t: 0.5 + special.sici(np.pi * t)[0] / np.pi)
    slope = np.maximum(_between(values, np.sinc), 0) * (fine[1] - fine[0])
    row = np.arange(n) if len(values) > 1 else np.zeros(n, dtype=int)
    low, high = mass[row, 0], mass[row, -1]
    goal = low + rng.uniform(size=n) * (high - low)
    if len(values) > 1:
        cell = np.sum(mass <= goal[:, None], axis=1) - 1
    else:
        cell = np.searchsorted(mass[0], goal, side="right") - 1
    cell = np.clip(cell, 0, fine.size - 2)
    start, rise = mass[row, cell], mass[row, cell + 1] - mass[row, cell]
    first, last = slope[row, cell], slope[row, cell + 1]
    return fine[cell] + _cubic(goal - start, rise, first, last) * (fine[1] - fine[0])


def _between(values: Array, kernel: Callable[[Array], Array]) -> Array:
    """Return sum_k values_k kernel(t - k) at t = 0, 1/4, 1/2, ..., by Fourier transforms."""
    k = values.shape[1]
    size = fft.next_fast_len(3 * k, real=True)
    spectrum = fft.rfft(values, size, axis=1)
    answer = np.empty((len(values), k, _FINE))
    for phase in range(_FINE):
        response = fft.rfft(kernel(np.arange(1.0 - k, k) + phase / _FINE), size)
        answer[:, :, phase] = fft.irfft(spectrum * response, size, axis=1)[:, k - 1 : 2 * k - 1]
    return answer.reshape(len(values), -1)[:, : (k - 1) * _FINE + 1]


def _cubic(goal: Array, rise: Array, first: Array, last: Array) -> Array:
    """Solve Hermite's cubic, 0 at 0 and `rise` at 1 with these slopes, for its value `goal`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.clip(np.nan_to_num(goal / rise, nan=0.5), 0, 1)
        for _ in range(4):
            value = t * (first + t * (3 * rise - 2 * first - last + t * (first + last - 2 * rise)))
            slope = first + t * (
                2 * (3 * rise - 2 * first - last) + t * 3 * (first + last - 2 * rise)
            )
            step = np.nan_to_num((value - goal) / slope, nan=0.0, posinf=0.0, neginf=0.0)
            t = np.clip(t - step, 0, 1)
    return t
