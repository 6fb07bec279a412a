"""Settings that all tests share."""

from hypothesis import settings

# Tests share two cores with builds and browsers: a slow moment is not a wrong answer.
settings.register_profile("hbtutor", deadline=None)
settings.load_profile("hbtutor")
