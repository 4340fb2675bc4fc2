"""Whether a dataset is one that a series admits, said before its gate is asked."""

from __future__ import annotations

from databourse.chain.records import Dataset, Policy, SeriesInfo
from databourse.cli import catalog
from databourse.cli.session import Session
from databourse.errors import InvalidInput


def require_policy(
    session: Session, series: SeriesInfo, dataset: Dataset, policy: Policy, field: str = "dataset"
) -> None:
    """Refuses a dataset that the series does not admit, and says what it does admit.

    Raises:
        InvalidInput: it is of another kind, or not attested where it must be; `field` is what it is called.
    """
    if dataset.kind != policy.kind:
        names = catalog.kind_names(session.exchange)
        rule = f"it is of kind {names.get(dataset.kind)}, and {series.name} trades {names.get(policy.kind)}"
        raise InvalidInput.of(field, dataset.number, rule, "choose another dataset or series")
    if policy.attested_only and dataset.attested is None:
        rule = f"{series.name} admits attested datasets only"
        raise InvalidInput.of(field, dataset.number, rule, "ask an attester to measure it")
