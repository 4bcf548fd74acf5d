"""For every code an example of the mistake, and the same mended.

The tests check that each mistake is found and each mend is not.
"""

from imaging_rules.diagnostics.lessons.explained import LESSONS, explained
from imaging_rules.diagnostics.lessons.lesson import BESIDE, SETTING, Lesson

__all__ = ["BESIDE", "LESSONS", "SETTING", "Lesson", "explained"]
