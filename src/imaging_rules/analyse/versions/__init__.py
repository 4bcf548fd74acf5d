"""Two versions of a guideline, or two guidelines: whose decisions differ, and what else does."""
