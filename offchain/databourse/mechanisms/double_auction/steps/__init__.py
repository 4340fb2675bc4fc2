"""What the rules are made of: the sorted book, rounds, who delivers how much to whom, payments, the outcome."""
