"""Hierarchical Bayesian models: proved, computed, simulated, seen, practised and graded.

The companion package of the book *Borrowing Strength*.  Importing it costs next to nothing:
every public name is looked up in the table below when it is first used (PEP 562), so that the
command line starts at once and the symbolic half runs where only SymPy is installed.

>>> from hbtutor import NormalNormal
>>> model = NormalNormal(mu=50, tau2=25)
>>> model.shrinkage(sigma2=100)
0.8
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules={
        "check",
        "datasets",
        "derive",
        "distributions",
        "grading",
        "inference",
        "models",
        "notation",
        "plots",
        "simulate",
    },
    submod_attrs={
        "derive.derivation": ["Derivation"],
        "derive.step": ["ProofError"],
        "distributions": [
            "AllOrNothingCount",
            "Beta",
            "BetaBinomialCount",
            "BetaNegativeBinomialCount",
            "Binomial",
            "Gamma",
            "MultivariateNormal",
            "NegativeBinomial",
            "Normal",
            "PointMass",
            "Poisson",
            "StudentT",
        ],
        "inference.empirical": ["EmpiricalBayes", "empirical_bayes"],
        "inference.full": ["FullBayes", "full_bayes"],
        "inference.linear_coordinates": ["LKJ"],
        "inference.priors": [
            "Flat",
            "HalfCauchy",
            "HalfNormal",
            "InverseGamma",
            "LogDensity",
            "SumPower",
            "Uniform",
        ],
        "models.annotator_bias": ["AnnotatorBias"],
        "models.flat_prior": ["FlatPriorNormal"],
        "models.hierarchical_linear": ["HierarchicalLinear"],
        "models.nested_normal": ["NestedNormal"],
        "models.beta_binomial": ["BetaBinomial"],
        "models.beta_negative_binomial": ["BetaNegativeBinomial"],
        "models.gamma_poisson": ["GammaPoisson"],
        "models.normal_normal": ["NormalNormal"],
        "models.simulated": ["Simulated"],
        "models.stein": ["efron_morris_weight", "james_stein", "risk_of_pooling"],
        "models.three_layer": ["ThreeLayerNormal"],
    },
)
