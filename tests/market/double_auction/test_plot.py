"""What a picture of a book shows, read back from the drawing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Annotation

from databourse.errors import InvalidInput
from databourse.market import mechanism
from databourse.market.double_auction.plot import Labels, draw_book, save_book
from databourse.money import TOKEN
from tests.market.scripted import Script, funded_script, standard_round

RULES = ("kth-price", "trade-reduction", "dantm")


def draw(script: Script, labels: Labels) -> Figure:
    one = script.history.round(1)
    rule = mechanism.by_checker(script.view().rules, one.terms.checker)
    return draw_book(rule.name, one.terms.params, rule.solve(one.entries, one.terms.params, {}), labels)


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Annotation) if text.get_text()]


def script_of(rule: str) -> Script:
    script = funded_script()
    standard_round(script, rule)
    return script


@pytest.mark.parametrize("rule", RULES)
def test_every_order_is_labelled_and_the_result_summed_up(rule: str) -> None:
    figure = draw(script_of(rule), Labels("a book", name=lambda entry: f"entry {entry}", unit="hour"))
    shown = texts(figure)
    assert {f"entry {index}" for index in range(7)} <= set(shown)
    assert any("of 3 bids bought" in text and "of 4 asks" in text for text in shown)
    assert figure.axes[0].get_title(loc="left") == "a book"
    assert figure.axes[0].get_ylabel() == "tokens for one hour"


def test_the_price_of_kth_price_is_drawn_and_named() -> None:
    figure = draw(script_of("kth-price"), Labels("a book", symbol="DBT"))
    assert "0.000000000000000004 DBT\nprice\n(ask of rank 3)" in texts(figure)
    assert any(np.array_equal(line.get_ydata(), [4 / TOKEN] * 2) for line in figure.axes[0].lines)


def test_both_marginal_prices_of_trade_reduction_are_drawn_and_named() -> None:
    shown = " ".join(texts(draw(script_of("trade-reduction"), Labels("a book"))))
    assert "(marginal bid)" in shown and "(marginal ask)" in shown


def test_the_turns_of_dantm_are_in_the_legend() -> None:
    figure = draw(script_of("dantm"), Labels("a book"))
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert "valid price of the turn, buyers" in legend and "valid price of the turn, sellers" in legend


@pytest.mark.parametrize("rule", RULES)
def test_a_round_without_orders_can_be_drawn(rule: str) -> None:
    script = funded_script()
    script.open(rule)
    assert "0 bids, 0 asks: nothing trades" in texts(draw(script, Labels("empty")))


@pytest.mark.parametrize("rule", RULES)
def test_a_round_in_which_nothing_trades_can_be_drawn(rule: str) -> None:
    script = funded_script()
    script.open(rule)
    script.bid("alice", 1, 5)
    script.ask("bob", 2, 5, dataset=1)
    assert "1 bid, 1 ask: nothing trades" in texts(draw(script, Labels("apart")))


def test_many_orders_are_drawn_without_labels() -> None:
    script = funded_script()
    script.open("kth-price")
    for price in range(1, 41):
        script.bid("alice", price, 1)
        script.ask("bob", price, 1, dataset=price)
    shown = texts(draw(script, Labels("large", name=lambda entry: f"entry {entry}")))
    assert not any(text.startswith("entry") for text in shown)


@pytest.mark.parametrize("rule", RULES)
def test_it_becomes_a_picture_file(tmp_path: Path, rule: str) -> None:
    one = script_of(rule).history.round(1)
    solution = mechanism.by_name(rule).solve(one.entries, one.terms.params, {})
    save_book(rule, one.terms.params, solution, Labels("a book"), tmp_path / "book.png")
    pixels = imread(tmp_path / "book.png")
    assert pixels.shape[:2] == (900, 1650) and pixels.std() > 0.01


def test_params_of_another_rule_are_refused() -> None:
    one = script_of("dantm").history.round(1)
    solution = mechanism.by_name("dantm").solve(one.entries, one.terms.params, {})
    with pytest.raises(InvalidInput, match="8 bytes long for kth-price"):
        draw_book("kth-price", one.terms.params, solution, Labels("a book"))
