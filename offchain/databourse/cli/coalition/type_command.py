"""`bourse coalition type`: what type data have, by what a row of them adds to the knowledge of a distribution."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Command, local
from databourse.cli.session import Session
from databourse.cli.values import Count

_MOST_LEVELS = 1 << 16


@click.command(
    "type",
    cls=Command,
    examples="""
    bourse coalition type station.csv --reference region.csv --levels 3
    bourse coalition type stations/*.csv --levels 3 --out devices.csv
    bourse coalition type stations/*.csv --column temperature_f --quantiles --json
    """,
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--column", help="Which column is valued.  [default: the last one that holds numbers]")
@click.option(
    "--reference",
    type=click.Path(path_type=Path),
    help="CSV file of the distribution that is wanted, in the same column.  [default: all FILES together]",
)
@click.option("--levels", type=Count(1, _MOST_LEVELS), default="5", show_default=True, help="How many types there are.")
@click.option("--largest", type=Count(1, 10_000), default="10", show_default=True, help="Rows in a batch, at most.")
@click.option("--draws", type=Count(2, 10**7), default="4000", show_default=True, help="Draws for each file, at most.")
@click.option("--precision", type=float, default=0.0, help="Stop where the half-width of a score is at most this.")
@click.option("--quantiles", is_flag=True, help="Score by order among the FILES instead of by value.")
@click.option("--seed", type=Count(), default="0", show_default=True, help="Of all that is drawn.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the types, as `bourse coalition join` takes them.")
@local
def type_(
    session: Session,
    files: tuple[Path, ...],
    column: str | None,
    reference: Path | None,
    levels: int,
    largest: int,
    draws: int,
    precision: float,
    quantiles: bool,
    seed: int,
    out: Path | None,
) -> None:
    r"""Find the type of the data in each of FILES: CSV files whose first line names the columns.

    The value of a row is its distributed Shapley value: what it adds to the first 0 to --largest − 1 rows drawn from
    the same file, on average. What it adds to is how well those rows tell the distribution of the reference:

    \b
      J    = 1 − Kolmogorov-Smirnov distance between the rows' numbers and the reference's; of no rows 0
      θ    = E[J(D + row) − J(D)]         estimated from --draws draws, ± half of a 95 % interval
      ξ    = --largest · θ                the score: J of --largest rows, from 0 to 1
      type = min(K − 1, ⌊K · ξ⌋)          K being --levels

    Where the interval of ξ reaches into other types, all of them are told: more --draws decide. The types are what the
    owner of the data says: nobody can check them without the data, and no contract does.
    """
    from databourse.cli.coalition import valuing

    wish = valuing.Wish(files, column, reference, levels, largest, draws, precision, quantiles, seed, out)
    valuing.tell_types(session, wish)
