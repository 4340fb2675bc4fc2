"""Resale chains: data is sold on from player to player, and earlier owners share in every later price.

    from databourse.mechanisms.resale import Instance, average, published, solve

    equilibrium = solve(Instance(published("2", 5, "exact"), average(5), "exact"))
    equilibrium.welfare, equilibrium.prices[0]

`solve_instance` takes and returns JSON values; `Strategy` says what a player does at a valuation.

- model, reallocation: what is solved; models: those of the paper; numbers: rationals or floats, never both
- exact solves in rationals, floats with the loops in kernel (flat is the model's form for them), literal as the paper
  writes it
- optimise: the best matrix; continuous: valuations from an interval; analysis: the paper's theorems and beyond
- json_format, json_numbers: instances as JSON
"""

from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.flat import FlatModel
from databourse.mechanisms.resale.json_format import equilibrium_to_json, parse_instance, solve_instance
from databourse.mechanisms.resale.model import Instance, Model
from databourse.mechanisms.resale.models import published
from databourse.mechanisms.resale.reallocation import Reallocation, average, explicit, raw, tbds
from databourse.mechanisms.resale.solve import solve, solve_flat
from databourse.mechanisms.resale.strategy import Strategy

__all__ = [
    "Equilibrium",
    "FlatModel",
    "Instance",
    "Model",
    "Reallocation",
    "Strategy",
    "average",
    "equilibrium_to_json",
    "explicit",
    "parse_instance",
    "published",
    "raw",
    "solve",
    "solve_flat",
    "solve_instance",
    "tbds",
]
