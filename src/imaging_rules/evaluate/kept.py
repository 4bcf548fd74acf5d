"""Properties that are worked out once."""

from functools import cached_property
from typing import Any, TypeVar

T = TypeVar("T")


class kept(cached_property[T]):  # noqa: N801 - a decorator, as `property` is
    """A property that is worked out when it is first asked for, and kept.

    Up to Python 3.11 `cached_property` takes a lock that all objects of a class share: threads wait
    for each other, and alone it takes as long as all else about it. Here two threads may both work
    it out; what they find is the same.
    """

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        if instance is None:
            return self
        found = instance.__dict__[self.attrname] = self.func(instance)
        return found
