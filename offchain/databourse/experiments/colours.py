"""Colours that are told apart by everybody, in the order in which the figures use them."""

BLUE, ORANGE, GREEN, RED, SKY, PINK = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7"
BLACK, GREY = "#000000", "0.55"
SERIES = (BLUE, ORANGE, GREEN, RED, PINK)
MARKERS = ("o", "s", "^", "D", "v")
