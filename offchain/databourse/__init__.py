"""Databourse: a data market whose contracts check the whole outcome of every auction."""

__version__ = "0.1.0"
