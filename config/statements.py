"""SQL that runs for every résumé, put into words once.

Django takes longer to word a statement than PostgreSQL to run it: half a millisecond against a tenth.
Statements are still written as querysets, so that they hold on every database; what differs from run to
run is a `Slot` in them, and only slots are filled in afterwards. Nothing here opens a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, TypeVar, cast

from django.db import connection
from django.db.models import (
    CharField,
    DurationField,
    Expression,
    Field,
    FloatField,
    IntegerField,
    Model,
    QuerySet,
    TextField,
)
from django.db.models.functions import Now
from django.db.models.sql import UpdateQuery

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)
AnyField: TypeAlias = "Field[object, object]"

ROWS_AT_ONCE: Final = 100
"""Below what SQLite takes as parameters of one statement, for tables of up to 300 columns."""


class Slot(Expression):
    """A value that is known only when the statement runs; `field` is the kind of column it meets."""

    def __init__(self, name: str, field: Field[object, object]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """A placeholder, and this slot in the place of its value."""
        return "%s", cast(tuple[str | int, ...], (self,))

    def ready(self, value: object) -> object:
        """The value as the database's driver wants it."""
        return self.output_field.get_db_prep_value(value, connection)


class _Worded(NamedTuple):
    """A statement's text, its parameters with slots among them, and how columns are read."""

    sql: str
    parameters: list[object]
    converters: list[tuple[int, Sequence[Callable[..., object]], object]]

    def filled(self, values: Mapping[str, object]) -> list[Any]:
        return [each.ready(values[each.name]) if isinstance(each, Slot) else each for each in self.parameters]


class Select:
    """The rows of a queryset of `values_list`; `rows` is called once, when the statement is first run."""

    def __init__(self, rows: Callable[[], QuerySet[Model, tuple[object, ...]]]) -> None:
        self._rows = rows
        self._worded: dict[str, _Worded] = {}

    def run(self, **values: object) -> list[list[object]]:
        """What is found with these values in the slots."""
        worded = self._worded.get(connection.vendor) or self._put_into_words()
        with connection.cursor() as cursor:
            cursor.execute(worded.sql, worded.filled(values))
            found = [list(row) for row in cursor.fetchall()]
        for position, converters, source in worded.converters:
            for row in found:
                for convert in converters:
                    row[position] = convert(row[position], source, connection)
        return found

    def _put_into_words(self) -> _Worded:
        compiler = self._rows().query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns = [column for column, *_ in compiler.select]
        converters = [(at, *how) for at, how in compiler.get_converters(columns).items()]
        worded = self._worded[connection.vendor] = _Worded(sql, list(parameters), converters)
        return worded


class Update:
    """Changes the rows of a queryset; both functions are called once, when the statement is first run."""

    def __init__(
        self, rows: Callable[[], QuerySet[Model]], changes: Callable[[], Mapping[str, object]]
    ) -> None:
        self._rows = rows
        self._changes = changes
        self._worded: dict[str, _Worded] = {}

    def run(self, **values: object) -> int:
        """How many rows there were with these values in the slots."""
        worded = self._worded.get(connection.vendor) or self._put_into_words()
        with connection.cursor() as cursor:
            cursor.execute(worded.sql, worded.filled(values))
            return int(cursor.rowcount)

    def _put_into_words(self) -> _Worded:
        query = cast(UpdateQuery, self._rows().query.chain(UpdateQuery))
        query.add_update_values(dict(self._changes()))
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        worded = self._worded[connection.vendor] = _Worded(sql, list(parameters), [])
        return worded


class Updates:
    """Updates of the same rows whose changed columns differ from run to run: one statement for each choice.

    Two kinds of values are told by the database's clock: `Now()`, and a timedelta, which is so long from now.
    """

    def __init__(self, model: type[Model], rows: Callable[[], QuerySet[Model]]) -> None:
        self._model = model
        self._rows = rows
        self._known: dict[tuple[tuple[str, type], ...], Update] = {}

    def run(self, changes: Mapping[str, object], **values: object) -> int:
        """How many rows were given these changes, with these values in the slots of the queryset."""
        clocks = (Now, timedelta)
        shape = tuple((name, type(v) if isinstance(v, clocks) else object) for name, v in changes.items())
        update = self._known.get(shape)
        if update is None:
            update = self._known[shape] = Update(self._rows, lambda: self._slotted(shape))
        return update.run(**values, **{f"new_{name}": value for name, value in changes.items()})

    def _slotted(self, shape: tuple[tuple[str, type], ...]) -> dict[str, object]:
        slotted: dict[str, object] = {}
        for name, kind in shape:
            if kind is object:
                slotted[name] = Slot(f"new_{name}", column(self._model, name))
            else:
                slotted[name] = Now() if kind is Now else Now() + Slot(f"new_{name}", DurationField())
        return slotted


class Insert:
    """New rows of a model, from tuples: no model objects, no signals.

    `names` are the columns that differ from row to row, `same` those that do not. With `unique`, a row that
    is there already gets the new values instead, but for those named in `kept`.
    """

    def __init__(
        self,
        model: type[Model],
        names: Sequence[str],
        *,
        same: Mapping[str, object] | None = None,
        unique: Sequence[str] = (),
        kept: Sequence[str] = (),
    ) -> None:
        self._table = model._meta.db_table
        self._fields = [column(model, name) for name in (*names, *(same or {}))]
        self._same = tuple((same or {}).values())
        self._unique = [str(column(model, name).column) for name in unique]
        self._kept = {*self._unique, *(str(column(model, name).column) for name in kept)}
        self._worded: dict[tuple[str, int], str] = {}

    def run(self, rows: Sequence[Sequence[object]]) -> None:
        """Write the rows, whose values stand in the order of the names."""
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[start : start + ROWS_AT_ONCE]
            with connection.cursor() as cursor:
                cursor.execute(self._sql(len(some)), [each for row in some for each in self._ready(row)])

    def _ready(self, row: Sequence[object]) -> Iterator[Any]:
        for field, value in zip(self._fields, (*row, *self._same), strict=True):
            yield value if isinstance(field, _PLAIN) else field.get_db_prep_save(value, connection)

    def _sql(self, count: int) -> str:
        key = connection.vendor, count
        if key not in self._worded:
            quote = connection.ops.quote_name
            columns = [str(field.column) for field in self._fields]
            values = f"({', '.join(['%s'] * len(columns))})"
            sql = f"INSERT INTO {quote(self._table)} ({', '.join(map(quote, columns))}) VALUES "  # noqa: S608
            sql += ", ".join([values] * count)
            if self._unique:
                changed = [quote(name) for name in columns if name not in self._kept]
                sql += f" ON CONFLICT ({', '.join(map(quote, self._unique))}) DO UPDATE SET "
                sql += ", ".join(f"{name} = EXCLUDED.{name}" for name in changed)
            self._worded[key] = sql
        return self._worded[key]


_PLAIN: Final = (CharField, TextField, IntegerField, FloatField)
"""Columns whose values drivers take as they are."""


def column(model: type[Model], name: str) -> AnyField:
    """The column of this name."""
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def made_of(model: type[M], names: Sequence[str], values: Sequence[object]) -> M:
    """The object of a row that a Select found; what was not selected is loaded when it is asked for."""
    return model.from_db(connection.alias, names, values)
