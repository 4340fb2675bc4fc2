"""What is known of the rules of sharing."""
