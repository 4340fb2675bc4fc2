"""Exact draws that everybody can repeat who knows the seed: streams of numbers, exponential weights, lotteries."""
