"""Whether a contract's accounts are what its log says, and what it holds is what it owes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from databourse.accounts.findings import DAMAGE, Findings
from databourse.accounts.ledger import AccountsLedger, Balance


@dataclass(frozen=True, kw_only=True)
class AccountsView:
    """What a contract itself says of its money. Whatever is None or left out is not compared.

    Attributes:
        held: `held()`.
        tokens: the token's balance of the contract.
        accounts: `accountOf` by (series, checksummed address).
    """

    held: int | None = None
    tokens: int | None = None
    accounts: Mapping[tuple[int, str], Balance] = field(default_factory=dict)


def known_accounts(add_up: Callable[[], AccountsLedger]) -> list[tuple[int, str]]:
    """All accounts that ever had anything, by series and address.

    A log too damaged to tell them has none here: that it is damaged is for the audit to say.
    """
    with suppress(*DAMAGE):
        return list(add_up().balances())
    return []


def check_accounts(
    ledger: AccountsLedger, view: AccountsView, findings: Findings, contract: str, of_series: Callable[[int], str]
) -> None:
    """Compares every sum and every account.

    Args:
        ledger: of the whole log.
        view: what to compare with.
        findings: where differences go.
        contract: how the contract is called in them: "Market".
        of_series: how the accounts of a series are called: "series 3".
    """
    for posting in ledger.overdrawn:
        place = f"{of_series(posting.series)}: {posting.reason} of {posting.account}"
        found = f"{-min(posting.free, posting.locked)}"
        findings.differ(place, "at most what the account has", found, posting.event)
    findings.accounts, findings.held = len(ledger.balances()), ledger.held
    place = f"sum of {ledger.total_of}, against what was paid in and not out"
    findings.compare(place, ledger.held, ledger.total())
    if view.held is not None:
        findings.compare(f"held() of the {contract}", ledger.held, view.held)
    if view.tokens is not None and view.tokens < ledger.held:
        # more is no difference: anyone can send tokens without depositing them
        findings.differ(f"tokens of the {contract}", f"at least {ledger.held}", str(view.tokens))
    for (series, account), found_balance in view.accounts.items():
        right, place = ledger.balance(series, account), of_series(series)
        findings.compare(f"{place}: free balance of {account}", right.free, found_balance.free)
        findings.compare(f"{place}: locked balance of {account}", right.locked, found_balance.locked)
