"""The examples of a guideline: run, told of, and held against what they could show."""
