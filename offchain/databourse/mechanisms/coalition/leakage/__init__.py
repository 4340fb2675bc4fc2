"""What data reveal of each other: correlation, learnt sample by sample, and the influence that follows from it.

    from databourse.mechanisms.coalition.leakage import Covariance, learn

    online = Covariance(3)
    online.add([0.1, 0.2, 0.3])
    online.correlation, online.influence

    learnt = learn(samples)                 # a row a round, a column a device
    learnt.rounds, learnt.correlation, learnt.half_width

Two things are called precision. `learn` stops where r has moved little for some rounds (the paper's figures show no
more than that), and says beside it how far r may still be from the truth, which is much further.
"""

from databourse.mechanisms.coalition.leakage.covariance import Covariance, influence_of
from databourse.mechanisms.coalition.leakage.precision import half_widths, interval, samples_needed
from databourse.mechanisms.coalition.leakage.stopping import Learnt, learn

__all__ = ["Covariance", "Learnt", "half_widths", "influence_of", "interval", "learn", "samples_needed"]
