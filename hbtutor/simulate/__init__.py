"""Studies by simulation: the risk of pooling, the coverage of intervals, calibration.

Each draws truths and data from a model again and again, under seeds that give the same numbers
whatever the number of workers, and returns a frozen record with ``to_frame()`` that
``hbtutor.plots`` draws.
"""

from hbtutor.simulate.calibrate import Calibration, calibration
from hbtutor.simulate.cover import Coverage, coverage
from hbtutor.simulate.pooling import PoolingStudy, pooling_study

__all__ = [
    "Calibration",
    "Coverage",
    "PoolingStudy",
    "calibration",
    "coverage",
    "pooling_study",
]
