"""What a picture of a book shows, read back from the drawing."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Annotation

from databourse.errors import InvalidInput
from databourse.market.double_auction.params import read_params
from databourse.market.double_auction.picture import save_figure
from databourse.market.double_auction.plot import Labels, draw_book, save_book
from databourse.market.double_auction.rules import RULES
from databourse.money import TOKEN
from tests.market.scripted import Script, funded_script, standard_round


def draw(script: Script, labels: Labels) -> Figure:
    one = script.history.round(1)
    rule = RULES[script.view().rules[one.terms.checker]]
    solution = rule.solve(one.entries, one.terms.params, {})
    return draw_book(rule, read_params(rule.name, one.terms.params), solution, labels)


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


def test_equal_prices_of_turns_that_follow_each_other_are_one_line() -> None:
    """Three turns, in all of which the valid prices are 7 and 1."""
    script = funded_script()
    script.open("dantm")
    for price in (9, 7, 7):
        script.bid("alice", price, 1)
    script.ask("bob", 1, 1, dataset=1)
    axes = draw(script, Labels("turns", decimals=0)).axes[0]
    turns = [one for one in axes.collections if isinstance(one, LineCollection) and one.get_zorder() == 3]
    drawn = [tuple(map(tuple, segment)) for one in turns for segment in one.get_segments()]
    assert drawn == [((0.5, 7.0), (3.5, 7.0)), ((0.5, 1.0), (3.5, 1.0))]


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
    solution = RULES[rule].solve(one.entries, one.terms.params, {})
    params = read_params(rule, one.terms.params)
    for name, start in (("book.png", b"\x89PNG"), ("book.svg", b"<?xml"), ("book.PDF", b"%PDF")):
        save_book(RULES[rule], params, solution, Labels("a book"), tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)
    pixels = imread(tmp_path / "book.png")
    assert pixels.shape[:2] == (900, 1650) and pixels.std() > 0.01


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    figure = draw(script_of("dantm"), Labels("a book"))
    for path, message in (
        (tmp_path / "book.txt", "its name must end with .png, .svg, .pdf"),
        (tmp_path / "book", "its name must end with"),
        (tmp_path / "nowhere" / "book.png", "there is no such folder"),
    ):
        with pytest.raises(InvalidInput, match=message):
            save_figure(figure, path)
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(InvalidInput, match="cannot be written"):
        save_figure(figure, tmp_path / "folder.png")


@pytest.mark.parametrize("rule", RULES)
def test_names_of_strangers_do_no_harm(rule: str, tmp_path: Path) -> None:
    """What matplotlib would read as mathematics, what steers a terminal, what no font has, and what never ends."""
    name = "$\\frac{1}{$ \x00\u202e\n\U0001f600 漢字 _^" + "x" * 500
    figure = draw(script_of(rule), Labels(name, name=lambda _: name, symbol=name))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        save_figure(figure, tmp_path / "book.png")
    assert all(len(line) < 200 for text in texts(figure) for line in text.split("\n"))
    assert not any("\x00" in text or "\u202e" in text for text in texts(figure))


def test_the_crossing_is_marked() -> None:
    assert "prices cross up to rank 2" in texts(draw(script_of("kth-price"), Labels("a book")))
    script = funded_script()
    script.open("dantm")
    script.bid("alice", 1, 5)
    script.ask("bob", 2, 5, dataset=1)
    assert not any("cross" in text for text in texts(draw(script, Labels("apart"))))


def test_one_price_far_above_the_others_does_not_flatten_them() -> None:
    script = script_of("kth-price")
    assert draw(script, Labels("a book")).axes[0].get_yscale() == "linear"
    script.ask("bob", 10**6, 5, dataset=99)
    axes = draw(script, Labels("a book")).axes[0]
    assert axes.get_yscale() == "symlog" and "logarithmic" in axes.get_ylabel()
    script.bid("alice", 0, 5)
    for dataset in range(100, 108):
        script.ask("bob", 10**5, 5, dataset)
    script.ask("bob", 10**8, 5, dataset=108)
    low, high = draw(script, Labels("a book", decimals=0)).axes[0].get_ylim()
    assert low < 0 and high > 10**8  # 1 is a hundred thousandth of the median, and 0 is nothing: both still show


def test_winners_of_a_large_book_are_areas() -> None:
    """Marks would cover each other; the gain of 61 buyers is one area, and no mark is left."""
    script = funded_script()
    script.open("kth-price")
    for price in range(1, 101):
        script.bid("alice", 100 + price, 1)
        script.ask("bob", price, 1, dataset=price)
    axes = draw(script, Labels("large")).axes[0]
    assert not any(line.get_marker() == "o" for line in axes.lines)
    assert len([one for one in axes.collections if isinstance(one, PolyCollection)]) == 2


def test_base_units_are_drawn_as_they_are() -> None:
    axes = draw(script_of("kth-price"), Labels("a file", symbol="base units", decimals=0)).axes[0]
    assert "4 base units\nprice\n(ask of rank 3)" in [text.get_text() for text in axes.texts]
    assert any(np.array_equal(line.get_ydata(), [4, 4]) for line in axes.lines)
