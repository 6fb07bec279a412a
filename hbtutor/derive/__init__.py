"""The proofs of the book, each a :class:`Derivation` whose every step SymPy has checked.

One file per family, mirroring :mod:`hbtutor.models`; a proof is built when it is first asked for.
Only SymPy is needed.

>>> from hbtutor import derive
>>> derive.normal_normal().verify()
True
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "annotator_bias": ["annotator_bias"],
        "beta_binomial": ["beta_binomial"],
        "beta_negative_binomial": ["beta_negative_binomial"],
        "derivation": ["Derivation"],
        "flat_prior": ["flat_prior"],
        "gamma_poisson": ["gamma_poisson"],
        "hierarchical_linear": ["hierarchical_linear"],
        "nested_normal": ["nested_normal"],
        "normal_normal": ["normal_normal"],
        "stein": ["stein"],
        "step": ["ProofError", "Step"],
        "three_layer": ["three_layer"],
    },
)
