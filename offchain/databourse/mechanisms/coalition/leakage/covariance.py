"""Covariance as data arrive (Welford's recurrence): one pass, nothing kept but means and sums of products."""

from __future__ import annotations

from typing import Any

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import Floats, check_integer, check_numbers


class Covariance:
    """Means and co-moments of so many variables.

    Attributes:
        count: how many rounds were added.
        mean: by variable.
        products: sums of products of deviations from the mean, by variable and variable.
    """

    def __init__(self, variables: int) -> None:
        check_integer("variables", variables, 1)
        self.count = 0
        self.mean: Floats = np.zeros(variables)
        self.products: Floats = np.zeros((variables, variables))

    def add(self, values: Any) -> None:
        """One round: a value of each variable.

        Raises:
            InvalidInput: not as many values as variables, or one that is not finite.
        """
        row = check_numbers("values", values)
        if len(row) != len(self.mean):
            raise InvalidInput(f"there are {len(row)} values, but {len(self.mean)} variables")
        self.count += 1
        before = row - self.mean
        self.mean += before / self.count
        self.products += np.outer(before, row - self.mean)

    def add_all(self, rows: Any) -> None:
        """Many rounds at once, as devices send them in batches (Chan's formula): the same up to rounding.

        Raises:
            InvalidInput: it is no matrix with a column a variable, or something in it is not finite.
        """
        batch = check_samples("rows", rows, len(self.mean))
        if not len(batch):
            return
        mean = batch.mean(axis=0)
        centred = batch - mean
        total = self.count + len(batch)
        apart = mean - self.mean
        self.products += centred.T @ centred + np.outer(apart, apart) * (self.count * len(batch) / total)
        self.mean += apart * (len(batch) / total)
        self.count = total

    @property
    def correlation(self) -> Floats:
        """r, by variable and variable; 0 with a variable that has not varied: it reveals nothing."""
        return correlation_of(self.products)

    @property
    def influence(self) -> Floats:
        """G = r², the share of one variable's variance that another explains; 0 on the diagonal."""
        return influence_of(self.correlation)


def influence_of(correlation: Floats) -> Floats:
    """G = r² between different variables, exactly symmetric, never above 1."""
    squares = np.minimum(1.0, correlation * correlation)
    influence: Floats = (squares + squares.T) / 2
    np.fill_diagonal(influence, 0)
    return influence


def correlation_of(products: Floats) -> Floats:
    """R of co-moments, from -1 to 1; of any leading shape."""
    variances = np.diagonal(products, axis1=-2, axis2=-1)
    scale = np.sqrt(variances)
    joint = scale[..., :, None] * scale[..., None, :]
    r: Floats = np.divide(products, joint, out=np.zeros_like(products), where=joint > 0)
    return np.clip(r, -1, 1)


def check_samples(field: str, rows: Any, variables: int | None = None) -> Floats:
    """A matrix of finite numbers, a row a round, a column a variable.

    Raises:
        InvalidInput: it is something else.
    """
    try:
        matrix = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidInput(f"{field} is no matrix of numbers") from None
    if variables is not None and not matrix.size:
        return matrix.reshape(0, variables)
    if matrix.ndim != 2:
        raise InvalidInput(
            f"{field} has {matrix.ndim} dimensions, but it must have a row a round and a column a device"
        )
    if variables is not None and matrix.shape[1] != variables:
        raise InvalidInput(f"{field} has {matrix.shape[1]} columns, but there are {variables} variables")
    if not np.isfinite(matrix).all():
        row, column = map(int, np.argwhere(~np.isfinite(matrix))[0])
        raise InvalidInput.of(f"{field}[{row}][{column}]", float(matrix[row, column]), "it must be finite")
    return matrix
