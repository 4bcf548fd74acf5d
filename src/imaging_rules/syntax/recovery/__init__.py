"""What is said of text that cannot be read, and how reading goes on after it."""
