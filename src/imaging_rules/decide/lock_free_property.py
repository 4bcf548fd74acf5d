"""Properties that are worked out once, without a lock."""

from functools import cached_property
from typing import Any, TypeVar, overload

T_co = TypeVar("T_co", covariant=True)


class lock_free_property(cached_property[T_co]):  # noqa: N801
    """A property that is worked out when it is first asked for, and kept.

    Up to Python 3.11 `cached_property` takes a lock that all objects of a class share: threads wait
    for each other, and alone the lock takes as long as much of what is worked out. Here two threads
    may both work it out; what they find is the same, and all are given what was kept first.
    """

    @overload
    def __get__(
        self, instance: None, owner: type[Any] | None = None
    ) -> "lock_free_property[T_co]": ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> T_co: ...

    def __get__(
        self, instance: object, owner: type[Any] | None = None
    ) -> "lock_free_property[T_co] | T_co":
        if instance is None:
            return self
        found: T_co = instance.__dict__.setdefault(self.attrname or "", self.func(instance))
        return found
