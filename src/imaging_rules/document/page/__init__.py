"""The page of one guideline, part by part."""

from imaging_rules.document.page.page import guideline_page

__all__ = ["guideline_page"]
