"""Why an entry traded or did not: the rule's explanation between what the Market itself checks before and after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from databourse.errors import NoOutcome
from databourse.market.entries import log_word
from databourse.market.mechanism import Explanation, Mechanism, Money, Pointers, Solution
from databourse.market.rounds import Round
from databourse.market.solving import outcome_of
from databourse.market.terms import Status


def explain(
    one: Round,
    index: int,
    mechanism: Mechanism,
    pointers: Pointers,
    *,
    context: bytes,
    now: int,
    money: Money = str,
) -> Explanation:
    """Explains entry `index` of a round.

    While the round can still change, or was never settled, the explanation says how the entry would fare with the
    entries so far.

    Args:
        one: the round.
        index: of the entry.
        mechanism: the round's rule.
        pointers: start pointers that the round begins with; see `pointers.pointers_before`.
        context: the round's context; see `terms.context`.
        now: seconds since 1970.
        money: writes base units for people.

    Raises:
        NotFound: the round has no such entry.
    """
    one.entry(index)
    told = mechanism.explain(one.entries, one.terms.params, pointers, index, money, posts=one.posts, alloc=one.alloc)
    word = "0x" + log_word(context, one.entries).hex()
    authentic = (
        f"The Market takes the {len(one.entries)} entries back with the outcome and hashes them, one after the other "
        f"from the round's context, to the log word {word}; only exactly the recorded entries give the one that it "
        "kept."
    )
    posting = mechanism.phases(one.terms.params).posts
    if one.terms.has_second_phase:
        what = "statements that were posted" if posting else "entries that were opened"
        authentic += f" It does the same with the {what}, {len(one.posts)}."
    try:
        balanced = (_balanced(outcome_of(one, mechanism, pointers), money),)
    except NoOutcome:
        # what is missing is told by the rule
        return replace(told, proof=(authentic, *told.proof))
    return replace(
        told,
        sentences=(*_standing(one, now, posting), *told.sentences),
        proof=(authentic, *told.proof, *balanced),
    )


def _balanced(solution: Solution[Any], money: Money) -> str:
    debited, credited = (sum(amount for _, amount in side) for side in (solution.debits, solution.credits))
    return (
        f"The Market sees that every debit is within its entry's lock and that all credits ({money(credited)}) are "
        f"covered by all debits ({money(debited)}); the rest ({money(debited - credited)}) goes to the series' "
        "beneficiary."
    )


def _standing(one: Round, now: int, posting: bool) -> tuple[str, ...]:
    match one.status(now):
        case Status.OPEN:
            return ("The round is still open: this is how the entry fares with the entries so far.",)
        case Status.REVEALING if posting:
            return ("Statements can still be posted: this is how the entry fares with those posted so far.",)
        case Status.REVEALING:
            return ("Sealed entries are still being opened: this is how the entry fares with those opened so far.",)
        case Status.PROPOSED:
            return ("This is the outcome that was proposed; until it is final, somebody can refute it.",)
        case Status.FINALISABLE:
            return ("This is the outcome that was proposed and that nobody refuted; it is not applied yet.",)
        case Status.SETTLEABLE if any(proposal.voided for proposal in one.proposals):
            return ("What was proposed so far was refuted: this is an outcome that the rule allows.",)
        case Status.SETTLEABLE:
            return ("The round is closed but not settled yet: this is the outcome that the rule prescribes.",)
        case Status.ABORTED:
            return (
                "Nobody settled the round in time, so nothing was traded and everything came back; this is how it "
                "would have been.",
            )
    return ()
