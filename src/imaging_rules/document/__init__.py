"""Pages and drawings made from what guidelines and messages are."""
