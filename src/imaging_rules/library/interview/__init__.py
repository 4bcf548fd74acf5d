"""An interview that asks of a patient only what still matters; apart from any terminal."""
