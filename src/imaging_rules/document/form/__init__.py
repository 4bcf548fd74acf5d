"""The form that interviews a reader on a page and answers there."""
