"""What the drawings of a guideline show: the flow chart, and the decision at a glance."""
