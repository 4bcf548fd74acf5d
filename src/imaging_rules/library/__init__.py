"""Guidelines as users hold them: found, read, checked and ready to decide."""
