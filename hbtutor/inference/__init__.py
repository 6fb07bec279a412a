"""Unknown hyperparameters: estimated (empirical Bayes) or integrated out (full Bayes).

`empirical_bayes(Family, *data, ...)` maximises the marginal likelihood, `full_bayes(Family, ...)`
integrates it.  `hbtutor.inference.family` says what a family gives to both.
"""
