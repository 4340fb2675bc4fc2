"""Datasets before they reach the chain: their chunks' Merkle root, their measured quality, the keys they are sent for.

- csv_file: a CSV file as units: one row is one unit, and one chunk
- merkle: root and proofs in the form that the registry checks
- quality: completeness and gaps, and the grade that they give
- encryption: the X25519 key pair of a participant
"""
