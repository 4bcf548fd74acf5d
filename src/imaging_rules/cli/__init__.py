"""The command line: what it reads and prints, and the codes it ends with."""

from imaging_rules.cli.main import main

__all__ = ["main"]
