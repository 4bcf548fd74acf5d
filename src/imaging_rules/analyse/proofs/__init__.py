"""What is proved of one guideline: the laws of the language, and where it is silent."""
