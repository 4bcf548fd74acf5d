"""A patient's facts from options, files and what is typed."""
