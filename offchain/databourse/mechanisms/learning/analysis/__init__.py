"""What is known of the rule of learning."""
