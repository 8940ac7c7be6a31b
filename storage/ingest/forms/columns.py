"""Which column of a known form is which of its fields? The mapping says, then the name."""

from storage.errors import ImportRefused
from storage.ingest.forms.form import Form, Samples
from storage.ingest.mapping import ColumnMapping


def choose_fields(form: Form, samples: Samples, mapping: ColumnMapping) -> dict[str, str]:
    """Field → column. Raises ImportRefused when the mapping names what is not there, or a field is not found."""
    own = {field.name for field in form.fields}
    taken: dict[str, str] = {}
    by_folded = {column.casefold(): column for column in reversed(tuple(samples))}
    for field, wanted in (mapping.columns() | mapping.fields).items():
        if field not in own:
            raise ImportRefused("mapping_field_unknown", field=field, form=form.name, known=", ".join(sorted(own)))
        column = wanted if wanted in samples else by_folded.get(wanted.casefold())
        if column is None:
            raise ImportRefused("mapping_column_missing", field=field, column=wanted, columns=", ".join(samples))
        if column in taken.values():
            other = next(name for name, named in taken.items() if named == column)
            raise ImportRefused("mapping_column_twice", column=column, field=field, other=other)
        taken[field] = column
    free = {
        column: values
        for column, values in samples.items()
        if column not in taken.values() and column not in (*mapping.ignore, *mapping.properties)
    }
    found = {field: column for field, column in form.places(free).items() if field not in taken} | taken
    missing = [field for field in form.needs if field not in found and field not in mapping.constants]
    if missing:
        raise ImportRefused("form_column_missing", field=missing[0], form=form.name, columns=", ".join(samples))
    if form.one_of and not any(field in found for field in form.one_of):
        raise ImportRefused(
            "form_column_missing", field=" / ".join(form.one_of), form=form.name, columns=", ".join(samples)
        )
    return found
