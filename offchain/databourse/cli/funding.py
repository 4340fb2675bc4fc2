"""Money into a series: what an account lacks there, and the call that brings it from the wallet."""

from __future__ import annotations

from web3.contract.contract import ContractFunction

from databourse.chain.typed_data import permit_message
from databourse.cli.session import Session
from databourse.errors import ContractRefused, NotDeployed, Refused

_PERMIT_SECONDS = 3600


def require_in_wallet(session: Session, amount: int, purpose: str) -> None:
    """Refuses what the wallet cannot pay, before anything is signed; `purpose` ends with a verb: `the deposit takes`.

    Raises:
        Refused: it holds less.
    """
    holds = session.exchange.wallet(session.address())
    if holds < amount:
        hint = "get more tokens" + ("; `bourse account fund` gives some" if session.connection.is_devnet else "")
        raise Refused(
            f"not enough money: {purpose} {session.tokens(amount)} from the wallet, "
            f"which holds {session.tokens(holds)}",
            hint,
        )


def deposit_call(session: Session, series: int, amount: int) -> ContractFunction:
    """Moves `amount` base units from the sender's wallet into its account of the series, with a permit signed now.

    An allowance that the wallet gave before is used instead where it suffices.

    Raises:
        Refused: the token knows no permits, and there is no such allowance.
    """
    exchange, owner = session.exchange, session.signer.address
    market = exchange.deployment.market
    if exchange.read(exchange.token.functions.allowance(owner, market)) >= amount:
        return exchange.market.functions.deposit(series, owner, amount)
    try:
        nonce = exchange.read(exchange.token.functions.nonces(owner))
    except (ContractRefused, NotDeployed) as error:
        raise Refused(
            f"the token {exchange.deployment.token} knows no permits, and the market may not take "
            f"{session.tokens(amount)} from the wallet",
            f"approve the market {market} with the token's own tools first",
        ) from error
    deadline = session.connection.now() + _PERMIT_SECONDS
    message = permit_message(owner, market, amount, nonce, deadline, exchange.token_domain())
    signature = session.signer.sign_typed_data(message)
    r, s = signature.r.to_bytes(32), signature.s.to_bytes(32)
    return exchange.market.functions.depositWithPermit(series, amount, deadline, signature.v, r, s)
