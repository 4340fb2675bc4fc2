"""OPT: the balanced reallocation with the highest equilibrium welfare (the paper, section 5 and appendix D).

    from databourse.mechanisms.resale import published
    from databourse.mechanisms.resale.optimise import Settings, optimise

    optimum = optimise(published("2", 5, "exact"), Settings(seed=7), "exact")
    optimum.reallocation, optimum.equilibrium.welfare

Importing this imports numba.
"""

from databourse.mechanisms.resale.optimise.optimum import Optimum, optimise, optimum
from databourse.mechanisms.resale.optimise.search import Search, Settings

__all__ = ["Optimum", "Search", "Settings", "optimise", "optimum"]
