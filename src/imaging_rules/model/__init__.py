"""What a guideline means: its facts, conditions and rules, with every name resolved."""
