"""Values that the language speaks of: recommendations, numbers with units, and their regions."""
