"""A patient's facts, as a caller states them, into the states that diagrams are walked with."""
