"""The fields of a state that a lesson may put a view in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from handwriting_app.engine.settings import shown
from handwriting_app.lab.kinds import Kind

Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)
State_co = TypeVar("State_co", covariant=True)


class FieldError(ValueError):
    """A field cannot be what it was given as.

    Attributes:
        field: Its name as it was given, so that a reader can point at the line.
    """

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make generic frozen ones
class Field(Generic[Value_co]):
    """A name with the kind of its values."""

    name: str
    kind: Kind[Value_co]

    def of(self: Field[Value], values: Mapping[str, object], default: Value) -> Value:
        """Return what was given, or ``default`` where nothing was.

        Raises:
            FieldError: It is none of this kind.
        """
        given = self.given(values)
        return default if given is None else given

    def given(self: Field[Value], values: Mapping[str, object]) -> Value | None:
        """Return what was given, or None where nothing was.

        Raises:
            FieldError: It is none of this kind.
        """
        if self.name not in values:
            return None
        try:
            return self.kind.read(values[self.name])
        except ValueError as error:
            raise FieldError(self.name, f"{self.name} {error}") from error


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make generic frozen ones
class StateSchema(Generic[State_co]):
    """What a lesson may set of a view.

    Attributes:
        fields: Their names and kinds.
        build: Makes the state of what was given; each field may be left out.
    """

    fields: tuple[Field[object], ...]
    build: Callable[[Mapping[str, object]], State_co]

    def read(self, values: Mapping[str, object]) -> State_co:
        """Return the state that ``values`` describe.

        Raises:
            FieldError: A name is unknown, or a value is none that the field can have.
        """
        names = [field.name for field in self.fields]
        for name in values:
            if name not in names:
                raise FieldError(name, f"there is no {shown(name)} to set here, only {', '.join(names)}")
        return self.build(values)
