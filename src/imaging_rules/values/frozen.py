"""Objects that nobody changes, and that are the same when they are copied."""

from typing import NoReturn, Self

from attrs.exceptions import FrozenInstanceError


class Frozen:
    """The base of classes that are no attrs classes, since they have no fields to show or take."""

    __slots__ = ()

    def __setattr__(self, name: str, _: object) -> NoReturn:
        raise FrozenInstanceError

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: object) -> Self:
        return self
