"""What type a device's data have: what a batch of it adds to the model, in steps (eq 3, Definition 2).

    from databourse.mechanisms.coalition.types import Profile, distributed_shapley, value_quantiles

    worth = distributed_shapley(accuracy, draw_batch, point, largest=10, draws=20_000, seed=1)
    worth.value, worth.half_width
    Profile(preference=0.2, quantile=0.63).type(levels=5)       # 3

The paper's xi is at once how much a device minds sharing its data and how valuable the data are. Those are two numbers
here, and only the second one makes a type.
"""

from databourse.mechanisms.coalition.types.likeness import Likeness
from databourse.mechanisms.coalition.types.profile import MOST_LEVELS, Profile, quantise, quantise_all, value_quantiles
from databourse.mechanisms.coalition.types.shapley import Estimate, distributed_shapley, size_only_shapley

__all__ = [
    "MOST_LEVELS",
    "Estimate",
    "Likeness",
    "Profile",
    "distributed_shapley",
    "quantise",
    "quantise_all",
    "size_only_shapley",
    "value_quantiles",
]
