"""What is said beside the recommendation: reasons, what is missing, what would change it."""
