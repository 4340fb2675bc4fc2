"""What the equilibrium of a chain tells a holder to ask, and a buyer to pay."""

from __future__ import annotations

from fractions import Fraction

from databourse.chain.resale import ResaleChains
from databourse.cli.amounts import short
from databourse.cli.chain.finding import own_licence, require_selling
from databourse.cli.chain.model_option import read_model
from databourse.cli.chain.options import parse_rational
from databourse.cli.session import Session
from databourse.errors import Refused
from databourse.mechanisms.resale.numbers import Number, shown
from databourse.resale.advice import Advice, advise
from databourse.resale.forecast import forecast
from databourse.resale.records import Chain, Licence


def tell_price(session: Session, number: int | None, chain: int | None, valuation: str, model: str) -> None:
    """Tells the price that the holder of a licence should post.

    Raises:
        NotFound: there is no such licence, chain or file.
        Refused: nothing can be sold from it, or nobody comes after its holder in the model.
        InvalidInput: the model is malformed, or does not cover the valuation.
    """
    book = ResaleChains(session.exchange).book()
    licence = own_licence(session, book, None, chain) if number is None else book.licence(number)
    require_selling(licence)
    advice = _advice_for(session, licence.chain, licence.depth, valuation, model)
    holder = session.person(licence.holder)
    _tell_standing(session, advice, f"{holder} holds licence {licence.number}, as player {advice.player}")
    if advice.price is None:
        session.output.say("No price that anybody could accept: do not offer.")
    else:
        ask = session.tokens(advice.price)
        session.output.say(f"Offer at {ask}; the next player accepts with probability {_percent(advice.chance)}.")
        session.output.say(f"Next: `bourse chain offer {licence.number} --price {ask.split()[0]}`")
    session.output.result(
        {"licence": licence.number, "chain": licence.chain.number, "model": model, **_advice_json(advice)}
    )


def tell_threshold(session: Session, number: int, valuation: str, model: str) -> None:
    """Tells the next buyer whether to accept an offer.

    Raises:
        NotFound: there is no such offer or file.
        Refused: nobody buys there in the model.
        InvalidInput: the model is malformed, or does not cover the valuation.
    """
    offer = ResaleChains(session.exchange).book().offer(number)
    advice = _advice_for(session, offer.chain, offer.trade, valuation, model)
    accept = advice.highest is not None and offer.price <= advice.highest
    _tell_standing(
        session, advice, f"Offer {number} costs {session.tokens(offer.price)}; its buyer is player {offer.trade}"
    )
    gain = Fraction(advice.threshold) - Fraction(offer.price, 10**18)
    if accept:
        session.output.say(f"Accept it: you are {short(gain)} ahead, as far as can be expected.")
        session.output.say(f"Next: `bourse chain accept {number}`")
    else:
        session.output.say(f"Do not accept it: you would be {short(-gain)} behind.")
    session.output.result(
        {
            "offer": number,
            "chain": offer.chain.number,
            "model": model,
            "asked": str(offer.price),
            "accept": accept,
            **_advice_json(advice),
        }
    )


def equilibrium_price(session: Session, licence: Licence, valuation: str, model: str) -> int:
    """The price to post, in base units.

    Raises:
        Refused: there is none that anybody could accept.
    """
    advice = _advice_for(session, licence.chain, licence.depth, valuation, model)
    if advice.price is None:
        raise Refused(
            f"under {model} nobody would buy from player {advice.player} at any price", "name one with --price"
        )
    return advice.price


def _advice_for(session: Session, chain: Chain, player: int, valuation: str, model: str) -> Advice:
    worth = parse_rational(valuation, "valuation")
    named = read_model(model, chain.rules.max_depth)
    trades = named.model.trades
    if player > trades:
        raise Refused(
            f"{model} has players 0 to {trades}, and this is player {player}", "take a model with more trades"
        )
    named.warn_if_shorter(session, chain.rules.max_depth)
    if chain.rules.max_sales > 1:
        session.output.warn(
            "holders of this chain may sell several times; the equilibrium is of chains with one buyer each"
        )
    equilibrium = forecast(named.model, chain.rules.matrix.first(trades))
    return advise(named.model, equilibrium, player, worth)


def _tell_standing(session: Session, advice: Advice, who: str) -> None:
    session.output.say(f"{who}.")
    worth = short(Fraction(advice.valuation))
    if Fraction(advice.nearest) != advice.valuation:
        session.output.say(f"The model's nearest valuation to {worth} is {short(Fraction(advice.nearest))}.")
    session.output.say(
        f"The data are worth {short(Fraction(advice.threshold))} {session.symbol}: {worth} to use, "
        f"{short(Fraction(advice.income))} from selling on."
    )


def _percent(chance: Number) -> str:
    return f"{float(chance):.1%}"


def _advice_json(advice: Advice) -> dict[str, object]:
    return {
        "player": advice.player,
        "valuation": str(advice.valuation),
        "nearest": shown(advice.nearest),
        "threshold": shown(advice.threshold),
        "highest": None if advice.highest is None else str(advice.highest),
        "income": shown(advice.income),
        "price": None if advice.price is None else str(advice.price),
        "chance": shown(advice.chance),
    }
