"""Maps that leave Slack in a format that was chosen, as a canvas, and that come in as a spreadsheet."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pypdf

from bot.playground.driver import Playground
from bot.playground.person import text_of
from tests.e2e.hearing import hears, taken_by_slack

ROOM = "#vacuum-shop"
LIST = "Stage,Touchpoint,Mood,Pain point,Action,Owner,Due\nBuy,pays,-1,no receipt,send one,Ana,2030-01-31\n"


async def thread_of(slack: Playground) -> str:
    ana = slack.person("Ana")
    said = await ana.says(ROOM, "@Waymark help")
    await hears(ana, "What you can type", thread=said["ts"])
    return str(said["ts"])


async def file_named(slack: Playground, ending: str) -> bytes:
    """The bytes of the file with this ending, once it is there."""
    ana = slack.person("Ana")
    files = slack.running.slack.workspace.files
    await ana.waits(lambda: [f for f in files.values() if f.name.endswith(ending)], 40, f"a file {ending}")
    file = next(f for f in files.values() if f.name.endswith(ending))
    return slack.running.slack.contents.get(file.id)


async def test_a_map_is_handed_over_in_the_format_that_was_asked_for(sampled: Playground):
    ana = sampled.person("Ana")
    await ana.says(ROOM, "@Waymark export vacuum-break-again pdf")
    pages = pypdf.PdfReader(BytesIO(await file_named(sampled, ".pdf"))).pages
    assert "sees our ad on Instagram" in pages[0].extract_text()
    await ana.says(ROOM, "@Waymark export xlsx vacuum-break-again")
    book = openpyxl.load_workbook(BytesIO(await file_named(sampled, ".xlsx")))
    assert "Pain points" in book.sheetnames
    assert await taken_by_slack(sampled) == []


async def test_without_a_format_there_is_a_menu_and_the_canvas_is_in_it(sampled: Playground):
    ana = sampled.person("Ana")
    said = await ana.says(ROOM, "@Waymark export vacuum-break-again")
    await hears(ana, "as which file?", thread=said["ts"])
    await ana.clicks("Slack canvas", thread=said["ts"])
    told = await hears(ana, "stands in a canvas now", thread=said["ts"])
    (canvas,) = sampled.running.slack.workspace.canvases.values()
    assert f"/docs/T0WAYMARK/{canvas.id}" in text_of(told) and "## 1. Awareness" in canvas.markdown
    assert await taken_by_slack(sampled) == []


async def test_a_table_dropped_into_a_thread_becomes_a_map_after_a_look(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    thread = await thread_of(slack)
    file = tmp_path / "checkout.csv"
    file.write_text(LIST)
    await ana.uploads(ROOM, file, thread=thread)
    await hears(ana, "checkout.csv: I read 1 stage, 1 touchpoint, 1 mood, 1 pain point, 1 action", thread=thread)
    await ana.clicks("Import", thread=thread)
    await hears(ana, "is a map now", thread=thread)
    await ana.says(ROOM, "@Waymark show map of checkout")
    await hears(ana, "no receipt", channel=ROOM)
    assert await taken_by_slack(slack) == []
