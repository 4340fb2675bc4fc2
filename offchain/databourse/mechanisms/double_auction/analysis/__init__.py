"""What the rules are worth: payoffs, lies that pay, expectations, privacy, simulation, and the facts of each rule."""
