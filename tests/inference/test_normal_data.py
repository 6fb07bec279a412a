"""The sums over groups from which everything about normal groups follows."""

import numpy as np

from hbtutor.inference.normal_normal import target


def test_very_unequal_variances_keep_their_logarithms():
    """The product of eight trick must not overflow: against sums of plain logarithms."""
    v = 10.0 ** np.tile(np.arange(-18.0, 18.0), 8)
    y = np.linspace(-3, 5, v.size)
    data = target(y, sigma2=v).data
    tau2 = np.array([1e-20, 1.0, 1e120])
    direct = np.log(tau2[:, None] + v).sum(axis=1)
    np.testing.assert_allclose(data.sums(tau2).log_t, direct, rtol=1e-13)
    even = target(y, sigma2=v**0.1).data
    direct = np.log(tau2[:, None] + v**0.1).sum(axis=1)
    np.testing.assert_allclose(even.sums(tau2).log_t, direct, rtol=1e-13)
