"""The families of the book as plain arithmetic on numbers, arrays or symbols.

One file a family: the conditional distribution of the groups' parameters given the
hyperparameters, the marginal distribution of the data, and simulation from the model.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "normal_normal": ["NormalNormal"],
        "simulated": ["Simulated"],
    },
)
