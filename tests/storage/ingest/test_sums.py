"""Whatever a file holds, rows read = stored + duplicates + refused; sums of money are what polars reads too."""

import io
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import polars
import pytest
from exports_made import GA4, MIXPANEL, POSTHOG, lines
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ibis import _
from taking import Take

from storage.backends.duckdb_events import DuckDBEvents
from storage.errors import ImportRefused
from storage.events import Events

FILES = {
    "log.csv": "user_id,event,timestamp,amount\n" + "".join(f"u{i},visit,2026-01-0{1 + i},{i}.50\n" for i in range(6)),
    "survey.csv": "respondent_id,date,nps,comment\nu1,2026-01-05,9,good\nu2,2026-01-06,3,bad\nu3,2026-01-07,10,\n",
    "faq.csv": "question,count\nhow,3\nwhy,4\nwhat,5\n",
    "heat.csv": "page,element,clicks,exits\n/a,b,1,2\n/c,d,3,4\n/e,f,5,6\n",
    "funnel.csv": "stage,count\nA,100\nB,50\nC,20\n",
    "orders.csv": "order_id,customer,date,total\no1,u1,2026-01-05,1.10\no2,u2,2026-01-06,2.20\n",
    "ga4.jsonl": lines(GA4),
    "posthog.jsonl": lines(POSTHOG),
    "mixpanel.jsonl": lines(MIXPANEL),
}  # fmt: skip
JUNK = st.text(alphabet='ab0,;"{}[]:\n\t-é怎 .', max_size=12)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(FILES)), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 9), JUNK), max_size=4))
def test_no_row_of_a_mangled_file_is_lost(name: str, cuts: list[tuple[int, int, str]]) -> None:
    """Pieces behind the first line are replaced by junk."""
    head, _newline, text = FILES[name].partition("\n")
    for at, length, junk in cuts:
        place = at % (len(text) + 1)
        text = text[:place] + junk + text[place + length :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(f"{head}\n{text}", encoding="utf-8")
        store = DuckDBEvents(Path(folder) / "T1.duckdb", clock=lambda: 1_780_000_000_000_000)
        try:
            report = store.import_file(path)
        except ImportRefused:
            return
        finally:
            store.close()
        assert report.rows_read == report.rows_stored + report.duplicates + report.refused
        assert report.refused == sum(report.reasons.values())
        if report.refused_file:
            assert len(polars.read_csv(report.refused_file, infer_schema=False)) == report.refused


@pytest.mark.parametrize("mark", [".", ","])
def test_sums_of_orders_and_returns_agree_with_polars_to_the_cent(take: Take, events: Events, mark: str) -> None:
    amounts = [f"{(i * 7919) % 100_000 / 100:.2f}" for i in range(1, 500)]
    orders = "Order ID;Customer;Date;Total;Currency\n" + "".join(
        f"o{i};u{i % 50};2026-01-05;{amount.replace('.', mark)};EUR\n" for i, amount in enumerate(amounts)
    )
    back = "Order ID;Return date;Reason;Refund amount;Currency\n" + "".join(
        f"o{i};2026-02-05;broken;{amounts[i].replace('.', mark)};EUR\n" for i in range(0, 499, 5)
    )
    take(orders, "orders.csv")
    take(back, "returns.csv")
    opinion = Decimal(0)
    for text, column, sign in ((orders, "Total", 1), (back, "Refund amount", -1)):
        read = polars.read_csv(io.StringIO(text), separator=";", infer_schema=False)
        cents = read[column].str.replace(mark, "", literal=True).cast(polars.Int64).sum()
        opinion += sign * Decimal(cents) / 100
    ours = events.run(events.tables.events.agg(total=_.revenue.sum()))[0]["total"]
    assert Decimal(str(ours)) == opinion
