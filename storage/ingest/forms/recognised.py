"""What is a file, going by its columns and the values in them? Forms known by name come before a guess of events."""

from collections.abc import Sequence

from storage.ingest.forms.form import Samples
from storage.ingest.forms.known import FORMS
from storage.ingest.mapping import ColumnMapping
from storage.ingest.segment import KINDS


def recognise(samples: Samples, mapping: ColumnMapping) -> str:
    """The name of the form, `events` where no other is certain. What the mapping says is believed."""
    if mapping.form is not None:
        return mapping.form
    columns = set(samples)
    if mapping.columns().keys() - {"clock"} and not mapping.fields:
        return "events"  # somebody wrote down which column is which field of an event
    if {"event_timestamp", "event_name", "user_pseudo_id"} <= columns:
        nested = {"event_params", "event_bundle_sequence_id", "device", "traffic_source"} & columns
        return "ga4" if nested else "events"
    if {"type", "messageId"} <= columns and _mostly_in(samples["type"], KINDS):
        return "segment"
    if {"event", "distinct_id", "timestamp"} <= columns and {"uuid", "properties"} & columns:
        return "posthog"
    if {"event", "properties"} <= columns and any(
        "distinct_id" in text and '"time"' in text for text in samples["properties"]
    ):
        return "mixpanel"
    return next((form.name for form in FORMS if form.recognises(samples)), "events")


def _mostly_in(values: Sequence[str], known: Sequence[str]) -> bool:
    return sum(value in known for value in values) * 2 > len(values)
