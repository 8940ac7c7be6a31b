"""A survey in Slack: dropped, shown, imported, listed, undone; each step by a press."""

from pathlib import Path

from bot.playground.driver import Playground
from tests.e2e.hearing import hears, taken_by_slack

SURVEY = "respondent_id,date,CSAT,comment\nu1,2026-11-01,5,nice\nu2,2026-11-02,2,slow\nu3,never,4,\n"


async def test_a_survey_is_shown_imported_listed_and_undone(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    file = tmp_path / "survey.csv"
    file.write_text(SURVEY)
    await ana.slash("#vacuum-shop", "/journey import")
    await ana.waits(lambda: ana.views, what="form")
    given = await ana.uploads("", file)
    await ana.submits({"file": {"file": {"type": "file_input", "files": given["files"]}}})
    await hears(ana, "Taken for: answers of a survey", channel="#vacuum-shop")
    await ana.clicks("Import", channel="#vacuum-shop")
    await hears(ana, "3 rows read, 2 stored, 0 duplicates, 1 refused", channel="#vacuum-shop")
    await ana.slash("#vacuum-shop", "/journey data")
    await hears(ana, "What customers said", channel="#vacuum-shop")
    await ana.clicks("Undo 1", channel="#vacuum-shop")
    await hears(ana, "Undo data set", channel="#vacuum-shop")
    await ana.clicks("Undo", channel="#vacuum-shop")
    await hears(ana, "is undone; 2 rows are gone", channel="#vacuum-shop")
    assert await taken_by_slack(slack) == []
