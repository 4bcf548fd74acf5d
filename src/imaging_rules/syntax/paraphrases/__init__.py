"""What authors write in other words than the language: the words of the language for it."""
