"""The generated pages of a site, and what builds it."""
