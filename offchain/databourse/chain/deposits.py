"""Money from a wallet into an account."""

from __future__ import annotations

from web3.contract.contract import ContractFunction

from databourse.chain.accounts import Accounts
from databourse.chain.calls import Call, call_of, data_of
from databourse.chain.exchange import Exchange
from databourse.chain.signer import Signer
from databourse.chain.typed_data import permit_message
from databourse.errors import ContractRefused, NotDeployed, Refused
from databourse.money import format_tokens

_PERMIT_SECONDS = 3600


def deposit_call(accounts: Accounts, signer: Signer, amount: int) -> ContractFunction:
    """Moves `amount` base units from the signer's wallet into its account, with a permit signed now.

    An allowance that the wallet gave before is used instead where it suffices.

    Raises:
        Refused: the token knows no permits, and there is no such allowance.
    """
    exchange, contract, owner = accounts.exchange, accounts.contract, signer.address
    if exchange.read(exchange.token.functions.allowance(owner, contract.address)) >= amount:
        return contract.functions.deposit(accounts.series, owner, amount)
    try:
        nonce = exchange.read(exchange.token.functions.nonces(owner))
    except (ContractRefused, NotDeployed) as error:
        raise Refused(
            f"the token {exchange.deployment.token} knows no permits, and the {accounts.keeper} may not take "
            f"{format_tokens(amount)} tokens from the wallet",
            f"approve the {accounts.keeper} {contract.address} with the token's own tools first",
        ) from error
    deadline = exchange.connection.now() + _PERMIT_SECONDS
    message = permit_message(owner, contract.address, amount, nonce, deadline, exchange.token_domain())
    signature = signer.sign_typed_data(message)
    r, s = signature.r.to_bytes(32), signature.s.to_bytes(32)
    return contract.functions.depositWithPermit(accounts.series, amount, deadline, signature.v, r, s)


def after_deposit(exchange: Exchange, deposit: ContractFunction, call: Call) -> Call:
    """A deposit and then a call of the market, of which both happen or none."""
    return call_of(exchange.market.functions.multicall([data_of(deposit), bytes.fromhex(call.data.removeprefix("0x"))]))
