"""What the contracts' errors mean, and what to do about each.

A sentence names the error's arguments in braces: `{needed!t}` is shown as tokens, `{closeAt!d}` as a date and time,
`{series!p}` as the place of an account, `{series!m}` as how to have more there, `{second!s}` as what follows the close
of a round, `{who}` as it is. An error that is not listed is still told, by its name and values.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from databourse.money import format_tokens

_DECIDES = "only the round's arbiter can help, with a statement of its own before posting ends"
_READ_AGAIN = "look at it again and repeat; the node may lag behind"

SENTENCES: dict[str, tuple[str, str | None]] = {
    # money
    "AmountIsZero": ("the amount is 0", "name an amount above 0"),
    "InsufficientFree": (
        "{account} has {free!t} tokens free in {series!p}, but {needed!t} are needed",
        "{series!m}",
    ),
    "LockTooLarge": ("the lock of {lock!t} tokens is more than an account can hold", "lower the price or the quantity"),
    "TransferAmountMismatch": (
        "the token moved {received!t} instead of {expected!t}: it takes a fee, which the market does not accept",
        None,
    ),
    "HeldOverflow": ("the contract holds {held!t} tokens and cannot take {amount!t} more", "deposit less"),
    "ERC20InsufficientBalance": (
        "the wallet of {sender} holds {balance!t} tokens, but {needed!t} are needed",
        "get more tokens; on a devnet with `bourse account fund`",
    ),
    "ERC20InsufficientAllowance": (
        "the token lets {spender} take {allowance!t} from the wallet, but {needed!t} are needed",
        "deposit with a permit, as `bourse wallet deposit` does, or approve the market",
    ),
    "ERC20InvalidReceiver": ("tokens cannot be sent to {receiver}", "name another recipient"),
    "SafeERC20FailedOperation": ("the token {token} refused the transfer", "see whether the account is frozen"),
    "ERC2612ExpiredSignature": ("the permit expired at {deadline!d}", "sign a new one"),
    "ERC2612InvalidSigner": ("the permit was signed by {signer}, not by {owner}", "sign it with the paying account"),
    "ReentrancyGuardReentrantCall": ("the token called back into the market, which is not allowed", None),
    "AboveFaucetLimit": ("the faucet gives at most {most!t} tokens at a time", "ask for less"),
    # series and rounds
    "UnknownSeries": ("there is no series {series}", "see `bourse series list`"),
    "NotOperator": ("{sender} is not the operator of this series", "only its operator opens rounds; use --from"),
    "CheckerNotAllowed": ("this series does not use the rule checked by {checker}", "see `bourse series list`"),
    "NoCheckers": ("a series needs at least one rule", "name one with its checker"),
    "GateWithoutCode": (
        "there is no contract at {gate}, the gate of the series",
        "deploy the gate first, or create the series without one",
    ),
    "ZeroAddress": ("an address is zero", "name an account"),
    "PreviousRoundUnfinished": (
        "round {round} of this series is not settled yet",
        "settle it with `bourse slot settle`, or wait until {settleBy!d}",
    ),
    "CloseInPast": ("the round would close at {closeAt!d}, which is past", "choose a later closing time"),
    "WrongPhases": (
        "the phases of the round are not those that its rule needs ({second!s} after the close, challenges: "
        "{challengeable})",
        "leave out the phases that it does not have; give the others at least {shortest} seconds",
    ),
    "SettlementWindowTooShort": (
        "settling would have to be done by {settleBy!d}, which leaves too little time",
        "let settling end at {earliest!d} or later",
    ),
    "RoundTooLong": (
        "the round would end at {end!d}, but the series allows at most until {latest!d}",
        "make the round shorter",
    ),
    "LimitsOutOfRange": (
        "the rule allows {maxEntries} entries, {maxPerAccount} from one account, which no round can have",
        "change the parameters of the rule",
    ),
    "InvalidParams": ("the rule cannot have the parameters 0x{params}", "see the parameters of the rule"),
    # entering
    "WrongTerms": ("the round has other terms than the entry was made for", "look at the round again and repeat"),
    "RoundClosed": ("the round closed at {closeAt!d}", "wait for the next one; see `bourse slot list`"),
    "RoundFull": ("the round is full: it takes {maxEntries} entries", "wait for the next round"),
    "AccountFull": ("one account can make {maxPerAccount} entries in this round", "wait for the next round"),
    "PayloadTooLong": ("the payload has {length} bytes; at most {max} are taken", "make it shorter"),
    "MalformedBatch": ("the batch of {length} bytes does not divide into entries", "check how it was packed"),
    "GateRefused": ("the series does not admit this entry", None),
    "NonceNotHigher": ("orders below nonce {current} are void already, {given} changes nothing", "name a higher nonce"),
    # settling
    "AlreadySettled": ("the round is settled already", "see its outcome with `bourse slot show`"),
    "TooEarly": ("it is too early: this can be done from {from!d} on", "try again then"),
    "TooLate": (
        "it is too late: this had to be done before {until!d}",
        "see with `bourse slot show` what became of the round; of an aborted one everybody has everything back",
    ),
    "OnlySolverUntil": ("until {time!d} only the named solver may settle", "wait until then, or let the solver do it"),
    "WrongEntries": (
        "the entries passed are not exactly those recorded",
        "read the log again; the node may lag behind",
    ),
    "WrongPayloads": ("the payloads passed are not exactly those recorded", "read the log again"),
    "WrongPosts": ("the openings or statements passed are not exactly those recorded", "read the log again"),
    "NothingSealed": (
        "entry {index} was not sealed, or is open already",
        "see with `bourse coalition show` which entries are open",
    ),
    "WrongOpening": (
        "account, salt and statement are not what entry {index} sealed",
        "open it with the file that joining wrote",
    ),
    "NothingPosted": (
        "the rule of this round has no use for posted statements",
        "see with `bourse slot show` what its rule is",
    ),
    "MayNotPost": (
        "{sender} may not post statements about rounds of this series",
        "its operator, its solver or its arbiter does; use --from",
    ),
    "StatementTooLong": ("the statement has {length} bytes; at most {max} are taken", "make it shorter"),
    "WrongWayToSettle": (
        "outcomes of this round are not settled in this way (proposed and challengeable: {challengeable})",
        "use `bourse slot settle`, which knows the way",
    ),
    "ProposalStands": (
        "an outcome stands already, proposed by {proposer}",
        "challenge it until {until!d} if it is wrong, or finalise it after that",
    ),
    "NoProposal": ("no outcome of this round is proposed", "propose one with `bourse slot settle`"),
    "NotTheProposal": ("the outcome passed is not the one that was proposed", "read the log again"),
    "ChallengeRefused": ("the objection does not refute the proposed outcome", None),
    "CheckerRefused": ("the rule's checker does not accept this outcome", None),
    "MalformedAmounts": (
        "a list of debits or credits of {length} bytes ends within an item",
        "the outcome is packed wrongly",
    ),
    "IndexOutOfOrder": ("entry {index} comes out of order or does not exist", "the outcome is packed wrongly"),
    "AmountOutOfRange": ("the amount {amount} for entry {index} is 0 or above its lock", "the outcome is wrong"),
    "CreditsExceedDebits": (
        "the outcome pays out {credits!t} tokens but takes in only {debits!t}",
        "the outcome is wrong",
    ),
    # the checkers' verdicts
    "WrongDebit": ("entry {entry} has to pay {expected!t} tokens by the rule", "the outcome is wrong: solve again"),
    "WrongCredit": (
        "entry {entry} has to receive {expected!t} tokens by the rule",
        "the outcome is wrong: solve again",
    ),
    "TrailingDebits": ("more entries are debited than the rule debits", "the outcome is wrong: solve again"),
    "TrailingCredits": ("more entries are credited than the rule credits", "the outcome is wrong: solve again"),
    "AllocMustBeEmpty": ("this rule has no allocation beside the payments", "pass none"),
    "HintsMalformed": ("the hints do not have the rule's form", "solve again"),
    "HintsIncomplete": ("the hints leave an order out", "solve again"),
    "HintsOutOfOrder": ("the hints are not in the rule's order at entry {entry}", "solve again"),
    "HintNotStanding": ("the hints name entry {entry}, which does not stand", "solve again"),
    "NotAPair": ("the hints pair bid entry {bid} with ask entry {ask}, and the rule does not", "solve again"),
    "PairCrosses": ("bid entry {bid} and ask entry {ask} trade as well, but the hints end before them", "solve again"),
    "AllocMalformed": ("the allocation has {length} bytes, and this round's has {expected}", "solve again"),
    "AllocOutOfOrder": (
        "the allocation names entry {entry} out of order, or it is no device",
        "the outcome is wrong: solve again",
    ),
    "WrongContract": (
        "the device of entry {entry} belongs in contract {expected} (255: none) by the rule",
        "the outcome is wrong: solve again",
    ),
    "WrongSplit": (
        "the hints name the wrong device of contract {number} as the last one to be rounded up",
        "solve again",
    ),
    "WrongCut": ("the hints name the wrong device of type {kind} as the last one to be rounded up", "solve again"),
    "CoalitionOutOfTurn": ("the coalition of entry {entry} does not have the next number", "solve again"),
    "NegativePayment": (
        "the device of entry {entry} would be paid less than nothing in its coalition",
        "the outcome is wrong: solve again",
    ),
    "MustBeProposed": (
        "outcomes of this rule are proposed, never settled at once",
        "use `bourse slot settle`, which knows the way",
    ),
    "ObjectionMalformed": ("the objection is not laid out as the rule wants it", None),
    "NotCommitted": ("the objection is about something that the proposed outcome does not contain", None),
    "NoGain": ("the device would not get more where the objection sends it", None),
    "NotWelcome": ("devices of type {kind} in that coalition would get less if the device came", None),
    "WrongEdge": (
        "the next two that share are entries {entry} and {partner} by the rule",
        "the outcome is wrong: solve again",
    ),
    "TrailingEdges": ("more entries share than by the rule, or fewer", "the outcome is wrong: solve again"),
    "NotAnAgent": ("entry {entry} is no agent of the round", "`bourse slot why` tells what became of it"),
    "NotByRank": ("the hints do not have agent {agent} in the place of its rank", "solve again"),
    "WrongAlloc": (
        "the allocation of the rule is 0x{expected}",
        "the outcome is wrong: solve again",
    ),
    "DataPaymentTooLarge": ("agent {agent} is paid more in data than it gets", "solve again"),
    "DataPaymentsOutOfOrder": (
        "agent {later} is paid in data although agent {first}, whose turn comes earlier, could be paid more",
        "the outcome is wrong: solve again",
    ),
    "DataPaymentsNotTheDeficit": (
        "data for {sum!t} tokens are paid, but the deficit is {deficit!t}",
        "the outcome is wrong: solve again",
    ),
    "WrongPurchases": ("agent {buyer} buys something else by the rule", "the outcome is wrong: solve again"),
    "NotASeller": ("agent {buyer} cannot buy from agent {agent}, or not in this place", "name sellers by rank"),
    "NegativeSurplus": (
        "agent {buyer} would buy what costs more than it is worth",
        "the outcome is wrong: solve again",
    ),
    "WrongWitness": (
        "the hints do not show what agent {buyer} would have without agent {seller}",
        "the outcome is wrong: solve again",
    ),
    "WrongTraded": ("whether anything is traded is, by the rule: {expected}", "the outcome is wrong: solve again"),
    "NotBetter": (
        "the set is worth {value!t} tokens, and had to be worth more than {needed!t} to refute the outcome",
        None,
    ),
    "TooManyEntries": ("{count} entries are more than the {most} that the rule can check", None),
    "NoStatement": (
        "nothing that was posted is a statement of the round's runner or arbiter",
        "without one the round cannot be settled, and everybody will have everything back",
    ),
    "PresentOutOfRange": (
        "the statement about the round names parties (mask {present}), but there are {parties}",
        _DECIDES,
    ),
    "SizeOutOfRange": ("the statement is about a validation set of {size} rows, which cannot be", _DECIDES),
    "NothingIsWorthSomething": ("the table that was posted has {count} rows for nobody's data", _DECIDES),
    "PaddingNotZero": ("something stands behind the table that was posted", _DECIDES),
    "CountAboveSize": (
        "the table that was posted has a count of {count}, and there are {size} validation rows",
        _DECIDES,
    ),
    "TableNotClosed": (
        "in the table that was posted the count of the set {set} falls when the present party {party} joins",
        _DECIDES,
    ),
    "PairMalformed": ("the statement has counts for the present party {party} that cannot be", _DECIDES),
    "WorthNegative": (
        "by the sums that are claimed the data of the present party {party} would be worth less than nothing",
        "the outcome is wrong: solve again",
    ),
    "WorthsNotTheWhole": (
        "by the sums that are claimed all data are worth {sum}, and by the statement {expected}",
        "the outcome is wrong: solve again",
    ),
    "NothingWrong": ("what the objection shows of the table is as it was claimed", None),
    # resale chains
    "DepthOutOfRange": ("a chain cannot have its deepest trade at {depth}", "choose a depth from 1 to 32"),
    "AlphaOutOfRange": (
        "alpha cannot be {alpha} billionths",
        "it must be below one, and belongs to the family tbds only",
    ),
    "MaxSalesIsZero": ("a chain whose holders may sell to nobody is none", "allow at least one buyer"),
    "ColumnsNotExpected": (
        "{columns} columns are stated, but the family of the matrix gives them",
        "state none, or choose an explicit matrix",
    ),
    "WrongColumnCount": ("{columns} columns are stated for {expected} trades", "state one for each trade"),
    "WrongColumnLength": (
        "the column of trade {trade} has {length} shares, but {expected} players had the data before its buyer",
        "state one share for each of them",
    ),
    "ColumnAboveWhole": (
        "the shares of trade {trade} sum to {sum} billionths, which is more than the whole price",
        "lower them",
    ),
    "UnknownChain": ("there is no chain {chain}", "see `bourse chain list`"),
    "UnknownTrade": ("chain {chain} has no trade {trade}", "see `bourse chain show {chain}`"),
    "UnknownLicence": ("there is no licence {licence}", "see `bourse chain list`"),
    "WrongHolding": ("licence {licence} is recorded otherwise than it was stated", _READ_AGAIN),
    "NotHolder": ("{sender} does not hold licence {licence}", "only its holder can do this; use --from"),
    "DepthReached": ("the chain ends at trade {maxDepth}", "this licence cannot be sold on"),
    "SalesUsed": (
        "this licence has the {maxSales} offers that the chain allows, sold, standing or expired",
        "withdraw one that nobody accepted with `bourse chain withdraw`",
    ),
    "SellingHasEnded": ("the holder of licence {licence} has ended selling", None),
    "ExpiryInPast": ("the offer would expire at {expiry!d}, which is past", "choose a later time"),
    "UnknownOffer": (
        "there is no offer {number} any more: it was accepted or withdrawn, or never posted",
        "see the offers that stand with `bourse chain list`",
    ),
    "WrongOffer": ("offer {number} is recorded otherwise than it was stated", _READ_AGAIN),
    "OfferExpired": ("the offer expired at {expiry!d}", "ask its seller for another"),
    "NotTheBuyer": (
        "the offer is for {buyer}, and {sender} cannot accept it",
        "use --from, or ask for one of your own",
    ),
    "NothingToClaim": (
        "nothing is left to claim of licence {licence} for those players",
        "see what is due with `bourse chain earnings`",
    ),
    # evidence of blocking coalitions
    "OtherRule": (
        "the rule of the round is that of {checker}, not ordered-match",
        "record it of another round",
    ),
    "NotTheSettledRound": (
        "the round is not settled, or not the latest of its series",
        "a coalition is recorded after its round is settled and before the next one opens",
    ),
    "CoalitionMalformed": ("the coalition is empty, or its entries are out of order", "name them in rising order"),
    "EdgesMalformed": ("the edges are out of order", "name the lower entry of each first, and edges in rising order"),
    "EdgeOutsideCoalition": (
        "neither entry {entry} nor {partner} is a member",
        "name edges of its members only",
    ),
    "EdgeNotInMatch": (
        "entries {entry} and {partner} do not share, and only one of them is in the coalition",
        "members may keep edges to others, but not make any",
    ),
    "WorseOff": ("entry {entry} would be worse off, so the coalition does not block the match", None),
    "NobodyGains": ("nobody would be better off, so the coalition does not block the match", None),
    # registry
    "KeyIsZero": ("the encryption key is zero", "publish a real X25519 key"),
    "KindNameEmpty": ("a data kind needs a name", None),
    "UnknownKind": ("there is no data kind {kind}", "register it first"),
    "UnitsAreZero": ("a dataset needs at least one unit", None),
    "RootIsZero": ("the root of the dataset's chunks is zero", "compute it from the data"),
    "QualityOutOfRange": ("quality {quality} does not exist; grades go from 0 to 15", "choose one of these"),
    "UnknownDataset": ("there is no dataset {dataset}", "see `bourse dataset list`"),
    "NotSeriesOperator": ("{sender} is not the operator of the series", "only its operator sets the policy"),
    "PolicyAlreadySet": ("the policy of series {series} is set and cannot change", "create another series"),
    "PolicyNotSet": ("series {series} has no policy yet", "its operator must set one"),
    "NotMember": ("{who} is not a member, and this series is for members only", "ask the registry's administrator"),
    "NotDatasetOwner": ("dataset {dataset} does not belong to {who}", "see `bourse dataset list`"),
    "WrongKind": (
        "the dataset is of kind {kind}, the series trades kind {expected}",
        "choose another dataset or series",
    ),
    "StatementMalformed": (
        "this has {length} bytes, but the statement of a device has 15, and a report more",
        "open a sealed entry with what it was sealed with, or give its bond up; enter a whole report",
    ),
    "QuantityAboveUnits": ("the dataset has {units} units, {quantity} cannot be offered", "offer at most {units}"),
    "NotAttested": ("dataset {dataset} is not attested, and this series demands it", "ask an attester to measure it"),
    "QualityAboveDataset": (
        "quality {quality} is above the dataset's, which is {allowed}",
        "ask with at most {allowed}",
    ),
    "AccessControlUnauthorizedAccount": ("{account} does not have the role for this", "ask the administrator for it"),
    # Solidity's own
    "Error": ("{message}", None),
    "Panic": ("the contract ran into an impossible state (panic {code})", "please report this"),
}


class _Sentence(string.Formatter):
    """str.format with conversions: t for tokens, d for a date and time (UTC), p and m for accounts, s for a phase."""

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion == "t":
            return format_tokens(value)
        if conversion == "d":
            return clock(value)
        if conversion == "p":
            return _place(value)
        if conversion == "m":
            return _more(value)
        if conversion == "s":
            return _SECOND_PHASES.get(value, f"phase {value}")
        return value

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        value = super().get_value(key, args, kwargs)
        return value.hex() if isinstance(value, bytes) else value


def explain(name: str, values: Mapping[str, Any]) -> tuple[str, str | None]:
    """A sentence for a person, and what to do, for a contract's error and its arguments."""
    if name not in SENTENCES:
        shown = ", ".join(
            f"{key} {value.hex() if isinstance(value, bytes) else value}" for key, value in values.items()
        )
        return f"the contract refused: {name}" + (f" ({shown})" if shown else ""), None
    sentence, hint = SENTENCES[name]
    write = _Sentence()
    return write.vformat(sentence, (), values), write.vformat(hint, (), values) if hint else None


_SECOND_PHASES = {0: "nothing", 1: "opening", 2: "posting"}
"""`SecondPhase`, by number."""

_CHAINS = 0
"""What the contract of resale chains calls its only series; those of the market count from 1."""


def _place(series: int) -> str:
    return "the accounts of resale chains" if series == _CHAINS else f"series {series}"


def _more(series: int) -> str:
    if series == _CHAINS:
        return "deposit more with `bourse wallet deposit chains`"
    return "deposit more with `bourse wallet deposit`, or wait until the locks of an earlier round come back"


def clock(seconds: int) -> str:
    """A time of the chain for people: `2026-11-23 13:20:11 UTC`."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (OverflowError, ValueError, OSError):
        return f"second {seconds}"
