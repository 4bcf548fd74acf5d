"""The page of one guideline, part by part."""
