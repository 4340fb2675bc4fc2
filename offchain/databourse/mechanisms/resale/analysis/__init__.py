"""What can be asked about resale chains beyond their equilibrium: the paper's theorems, and what a real market adds."""
