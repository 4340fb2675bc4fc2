"""All chains, a line each."""

from __future__ import annotations

from databourse.chain.resale import ResaleChains
from databourse.cli import catalog
from databourse.cli.session import Session
from databourse.resale.records import Chain, OfferStatus


def list_chains(session: Session, dataset: int | None) -> None:
    """Lists all chains, or those of a dataset.

    Raises:
        NotFound: there is no such dataset.
    """
    if dataset is not None:
        session.exchange.dataset(dataset)
    book = ResaleChains(session.exchange).book()
    chosen = [one for one in book.chains.values() if dataset in (None, one.dataset)]
    labels = {one.dataset.number: one.label for one in catalog.datasets(session.exchange)} if chosen else {}
    now = session.connection.now()
    told = [_told(one, labels.get(one.dataset, ""), now) for one in chosen]
    session.output.table(
        ["chain>", "dataset>", "label", "owner", "matrix", "depth>", "sales>", "offers>", "paid>"],
        [
            (
                one["chain"],
                one["dataset"],
                one["label"],
                session.person(str(one["owner"])),
                one["matrix"],
                f"{one['reached']} of {one['depth']}",
                one["sold"],
                one["offers"],
                session.tokens(int(str(one["paid"]))),
            )
            for one in told
        ],
    )
    if not told:
        session.output.say("There is no chain yet; the owner of a dataset opens one with `bourse chain create`.")
    session.output.result({"chains": told, "now": now})


def _told(chain: Chain, label: str, now: int) -> dict[str, object]:
    return {
        "chain": chain.number,
        "dataset": chain.dataset,
        "label": label,
        "owner": chain.owner,
        "matrix": chain.rules.matrix.label,
        "depth": chain.rules.max_depth,
        "reached": max(one.depth for one in chain.licences),
        "sold": len(chain.licences) - 1,
        "offers": sum(one.status(now) is OfferStatus.STANDING for one in chain.offers),
        "paid": str(sum(one.price for one in chain.licences)),
    }
