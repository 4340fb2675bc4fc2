"""Data money, delivered: a dataset at a weight below 1, and what lifts it to a higher one later.

- rows: some rows held back; a part at a higher weight contains every part at a lower one
- noise: columns blurred, so that the mean of what is delivered is as exact as one of so many rows
"""

from databourse.mechanisms.sharing.distortion.noise import Blur, blur
from databourse.mechanisms.sharing.distortion.rows import Part, extra_part, part_at, row_count_up, shuffled_rows

__all__ = ["Blur", "Part", "blur", "extra_part", "part_at", "row_count_up", "shuffled_rows"]
