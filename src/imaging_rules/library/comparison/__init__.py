"""Several guidelines compared: for one patient, and for all of them."""
