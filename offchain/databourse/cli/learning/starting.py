"""Opening a learning round: with whose runner, what is trained, and what accuracy costs."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.chain import history
from databourse.chain.calls import call_of
from databourse.chain.refusals import clock
from databourse.cli import sending
from databourse.cli.learning import link
from databourse.cli.learning.found import NO_ARBITER, RULE, described, options_json
from databourse.cli.learning.settings import read_settings
from databourse.cli.session import Session
from databourse.cli.slot import opening, phased
from databourse.cli.values import format_duration
from databourse.errors import BourseError, InvalidInput, UsageError
from databourse.market.learning.params import MOST_CHECKED, LearningParams
from databourse.market.series_config import NOBODY
from databourse.market.terms import Terms
from databourse.money import TOKEN

_BOND = 10 * TOKEN
_CHALLENGE_SECONDS = 600
_OTHER_SERIES = f"create one that does with `bourse series create NAME --rule {RULE}`"


@dataclass(frozen=True)
class Wish:
    """What the command's options said; money in base units, times in seconds."""

    runner: str | None
    budget: int
    max_parties: int
    model: str
    settings: tuple[str, ...]
    bond: int | None
    challenge_for: int | None
    close_in: int
    train_within: int
    settle_within: int

    @property
    def times(self) -> phased.Times:
        """Of the phases."""
        challenge = (self.challenge_for or _CHALLENGE_SECONDS) if self.max_parties > MOST_CHECKED else 0
        options = ("--train-within", "--challenge-for")
        return phased.Times(self.close_in, self.train_within, self.settle_within, challenge, *options)


def start_round(session: Session, name: str, wish: Wish) -> None:
    """Opens a learning round of the series of this name or number.

    Raises:
        UsageError: options of more parties than there can be; or no runner is known.
        InvalidInput: no round can have these values, there is no such model, or a phase is too short.
        NetworkError: the runner does not answer.
        Refused: the series does not use the rule, the round before is not over, or a contract says no.
    """
    bond = _bond(wish)
    settings = read_settings(wish.settings)
    _require_model(wish.model, settings)
    exchange = session.exchange
    series = history.find_series(exchange, name)
    opening.require_offered(session, series, RULE, _OTHER_SERIES)
    opening.require_free(session, series)
    runner = link.to(wish.runner)
    attested = runner.attestation()
    params = LearningParams.of(
        {
            "max_parties": wish.max_parties,
            "budget": wish.budget,
            "bond": bond,
            "runner": attested.address,
            "arbiter": series.config.arbiter,
            "runner_key": attested.encryption_key,
            "measurement": attested.measurement,
            "model": wish.model,
            "settings": settings,
        }
    )
    terms = phased.terms_now(session, series, RULE, wish.times, params.encode())
    if series.config.arbiter == NOBODY:
        session.output.warn(NO_ARBITER.format(series.name))
    link.tell_attestation(session, runner.url, attested)
    title = f"{session.sender_name} opens a round of {series.name} ({described(session, params)}):"
    call = call_of(exchange.market.functions.open(terms.struct()))
    told = _told(session, wish, terms, series.config.arbiter, series.config.fee)
    receipt = sending.carry_out(session, sending.Plan(title, call, told))
    link.remember(attested.address, runner.url)
    number = history.opened_in(exchange, receipt)
    slot = history.slot_name(series, number)
    session.output.say(f"{slot} is open. Parties join with `bourse learning join {slot} --train … --validation …`.")
    session.output.result(
        {
            "series": series.number,
            "name": series.name,
            "round": number,
            "rule": RULE,
            "options": options_json(params),
            "runner": {"url": runner.url, "kind": attested.kind},
            "close_at": terms.close_at,
            "reveal_by": terms.reveal_by,
            "settle_by": terms.settle_by,
            "challenge_window": terms.challenge_window,
            "terms_hash": "0x" + terms.hash(series.config.hash()).hex(),
            "transaction": sending.receipt_json(receipt),
        }
    )


def _bond(wish: Wish) -> int:
    """Behind proposed outcomes; 0 where they are settled at once."""
    if wish.max_parties > MOST_CHECKED:
        bond = _BOND if wish.bond is None else wish.bond
        if not bond:
            raise InvalidInput.of("bond", 0, "must be above 0", "somebody has to lose something by a false proposal")
        return bond
    for option, value in (("--bond", wish.bond), ("--challenge-for", wish.challenge_for)):
        if value is not None:
            raise UsageError(
                f"{option} belongs to rounds of more than {MOST_CHECKED} parties",
                "raise --max-parties, or leave it out",
            )
    return 0


def _require_model(model: str, settings: dict[str, object]) -> None:
    """Refuses a model that nobody can train, if scikit-learn is here to say so; the runner would find it too late."""
    from databourse.runner.counting import tried_trainer

    try:
        tried_trainer(model, settings, "what is to be trained")
    except InvalidInput:
        raise
    except BourseError:  # scikit-learn is not installed here; the runner has it
        return


def _told(session: Session, wish: Wish, terms: Terms, arbiter: str, fee: int) -> list[tuple[str, str]]:
    told = [
        ("closes", f"{clock(terms.close_at)}, in {format_duration(wish.close_in)}"),
        ("trained and posted by", clock(terms.reveal_by)),
        ("settled by", f"{clock(terms.settle_by)}, or everything comes back"),
    ]
    if terms.challenge_window:
        told.append(("challenged within", f"{format_duration(terms.challenge_window)} of a proposal"))
    told.append(("arbiter", "nobody" if arbiter == NOBODY else session.person(arbiter)))
    return [*told, ("locked by each party", session.tokens(wish.budget)), ("entry fee", session.tokens(fee))]
