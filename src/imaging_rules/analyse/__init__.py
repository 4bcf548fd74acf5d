"""What a guideline can and cannot do, told from its model and diagrams alone."""
