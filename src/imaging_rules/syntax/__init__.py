"""What was written: nodes, the parser that makes them, and the printer that writes them."""
