"""The families of the book as plain arithmetic on numbers, arrays or symbols.

One file a family: the conditional distribution of the groups' parameters given the
hyperparameters, the marginal distribution of the data, and simulation from the model.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "annotator_bias": ["AnnotatorBias"],
        "beta_binomial": ["BetaBinomial"],
        "beta_negative_binomial": ["BetaNegativeBinomial"],
        "gamma_poisson": ["GammaPoisson"],
        "flat_prior": ["FlatPriorNormal"],
        "hierarchical_linear": ["HierarchicalLinear"],
        "nested_normal": ["NestedNormal"],
        "normal_normal": ["NormalNormal"],
        "simulated": ["Simulated"],
        "stein": ["efron_morris_weight", "james_stein", "risk_of_pooling"],
        "three_layer": ["ThreeLayerNormal"],
    },
)
