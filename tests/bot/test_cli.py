"""The command line as people and programs use it: words, files, JSON alone on stdout, and exit codes."""

import fcntl
import json
import os
import socket
from pathlib import Path

import pytest

from storage.open import open_stores
from tests.bot.command_line import Shell

MAP = "vacuum-break-again"
pytestmark = pytest.mark.slow
EVENTS = """customer_id,occurred_at,event,channel
c1,2026-10-01 10:00,Ad Clicked,display_ad
c1,2026-10-02 10:00,Guide Read,website
c2,2026-10-01 11:00,Ad Clicked,display_ad
,2026-10-01,Ad Clicked,display_ad
c3,soon,Ad Clicked,display_ad
"""
MAPPED = "wer;wann;was\nk1;2026-10-01 10:00;anschauen\nk2;2026-10-02 10:00;kaufen\n"


@pytest.fixture
def waymark(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """With the sample map and a few events; for commands that only read."""
    shell = Shell(tmp_path_factory.mktemp("stocked"))
    shell("import", "journey.json")
    shell("import", shell.file("events.csv", EVENTS))
    return shell


def test_help_lists_every_command_and_an_unknown_one_is_refused(waymark: Shell) -> None:
    said = waymark.apart("--help").out
    commands = (
        "playground",
        "run",
        "ask",
        "tool",
        "tools",
        "import",
        "export",
        "maps",
        "examples",
        "show",
        "numbers",
        "say",
        "rebuild-search",
        "doctor",
    )
    assert all(f"  {name} " in said for name in (*commands, "manifest"))
    assert "No such command 'mpas'" in waymark.apart("mpas", code=2).err
    assert "Missing argument" in waymark("ask", code=2).err


def test_tools_lists_the_catalogue_for_people_and_programs(waymark: Shell) -> None:
    assert "drop_off: Where do customers stop?" in waymark("tools").out
    names = {tool["name"] for tool in waymark("tools", "--json").document}
    assert {"drop_off", "conversion_rate", "journey_length", "pain_points", "map_lookup"} <= names


def test_an_empty_folder_says_how_to_begin(waymark: Shell) -> None:
    assert "There is no map yet." in waymark("maps").out
    assert waymark("maps", "--json").document == []
    assert "no journey map here" in waymark("ask", "where do customers drop off?").out


def test_a_map_comes_in_is_listed_shown_and_goes_out_as_it_came(waymark: Shell) -> None:
    assert waymark("import", "journey.json", "--json").document["map"] == MAP
    assert MAP in waymark("maps").out
    assert [line["map_id"] for line in waymark("maps", "--json").document] == [MAP]
    assert waymark("show", MAP, "--json").document["map_id"] == MAP
    for ending, begins in (("png", b"\x89PNG"), ("svg", b"<svg"), ("json", b"{")):
        waymark("export", MAP, "--to", f"out.{ending}")
        assert (waymark.folder / f"out.{ending}").read_bytes().startswith(begins)
    given, taken = (json.loads((waymark.folder / name).read_text())["map"] for name in ("journey.json", "out.json"))
    assert (given["stages"], given["pain_points"]) == (taken["stages"], taken["pain_points"])


def test_examples_are_listed_and_one_of_them_is_copied(waymark: Shell) -> None:
    assert "sneakers-left-cart  I want the white pair without surprises  (current state)" in waymark("examples").out
    assert len(waymark("examples", "--json").document) == 7
    assert waymark("examples", "--copy", "blueprint", "--json").document["map"] == "happens-behind-colleen-s"
    assert [line["version"] for line in waymark("maps", "--json").document] == [1, 1]
    assert "No map is called 'zebra'" in waymark("examples", "--copy", "zebra", code=2).err


def test_show_tells_the_map_without_buttons_that_a_terminal_has_not(stocked: Shell) -> None:
    said = stocked("show", "vacuum").out
    assert "Compare | -1.5 | 4 | cannot see which one is better" in said
    assert "[" not in said


def test_a_map_that_is_not_there_is_refused_with_close_names_or_the_way_to_the_list(stocked: Shell) -> None:
    assert f"Close to it: {MAP}" in stocked("show", "vacuum-brake-again", code=2).err
    assert "`waymark maps`" in stocked("show", "zzz", code=2).err
    assert "'zzz'" in stocked("ask", "where do customers drop off?", "--map", "zzz", code=2).err
    assert "'zzz'" in stocked("export", "zzz", "--to", "a.png", code=2).err


@pytest.mark.parametrize(("to", "named"), [("a.docx", "'.docx'"), ("png", "'png'"), ("no/such/a.png", "no/such/a.png")])
def test_a_picture_that_cannot_be_written_is_refused(stocked: Shell, to: str, named: str) -> None:
    assert named in stocked("export", MAP, "--to", to, code=2).err


def test_an_import_tells_what_it_read_as_what_and_which_rows_it_refused(waymark: Shell) -> None:
    said = waymark.apart("import", waymark.file("events.csv", EVENTS)).out
    assert "events.csv: 5 rows read, 3 stored, 0 duplicates, 2 refused." in said
    assert "Read as: customer = customer_id, time = occurred_at, event = event, channel = channel." in said
    assert "Line 5, column customer_id: no customer\n" in said
    assert "Line 6, column occurred_at: 'soon' (not a time that can be read)\n" in said
    assert (waymark.folder / "events.csv.refused.csv").read_text().count("\n") == 3
    again = waymark("import", "events.csv", "--json").document
    assert (again["rows_stored"], again["duplicates"]) == (0, 3)


def test_a_mapping_file_says_which_column_is_which(waymark: Shell) -> None:
    waymark.file("rows.csv", MAPPED)
    assert "customer_id (who)" in waymark("import", "rows.csv", code=2).err
    fits = waymark.file("fits.yaml", "customer_id: wer\noccurred_at: wann\nname: was\n")
    typo = waymark.file("typo.yaml", "customer_id: wer\nocurred_at: wann\nname: was\n")
    gone = waymark.file("gone.yaml", "customer_id: nobody\noccurred_at: wann\nname: was\n")
    torn = waymark.file("torn.yaml", "{customer_id: [")
    assert "Close to it: occurred_at" in waymark("import", "rows.csv", "--mapping", typo, code=2).err
    assert "nobody" in waymark("import", "rows.csv", "--mapping", gone, code=2).err
    assert "torn.yaml" in waymark("import", "rows.csv", "--mapping", torn, code=2).err
    assert "no.yaml" in waymark("import", "rows.csv", "--mapping", "no.yaml", code=2).err
    assert "2 stored" in waymark("import", "rows.csv", "--mapping", fits).out


@pytest.mark.parametrize(
    ("name", "content", "options", "said"),
    [
        ("empty.csv", b"", (), "is empty"),
        ("header.csv", b"customer_id,occurred_at,event\n", (), "no rows"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", (), "PNG picture"),
        ("noise.csv", bytes(range(256)) * 4, (), "binary file"),
        ("photo.png", b"\x89PNG\r\n\x1a\n\xff\xfe", ("--kind", "map"), "photo.png is no table"),
        ("torn.json", b'{"format": "waymark-map", "map": {', (), "no valid JSON"),
        ("thin.json", b'{"format": "waymark-map", "map": {}}', (), "does not fit"),
        ("rows.csv", MAPPED.encode(), ("--kind", "chat"), "--kind is events or map"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_by_name(
    waymark: Shell, name: str, content: bytes, options: tuple[str, ...], said: str
) -> None:
    assert said in waymark("import", waymark.file(name, content), *options, code=2).err


def test_a_file_that_cannot_be_read_is_refused(waymark: Shell) -> None:
    assert "There is no file no.csv" in waymark("import", "no.csv", code=2).err
    assert "is a folder" in waymark("import", str(waymark.folder), code=2).err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(waymark: Shell) -> None:
    (waymark.folder / waymark.file("locked.csv", EVENTS)).chmod(0)
    assert "may not be read" in waymark("import", "locked.csv", code=2).err


def test_a_question_is_answered_in_words_and_as_one_document(stocked: Shell) -> None:
    question = "what is the conversion rate from Awareness to Interest within 14 days?"
    assert "Basis: I need a vacuum" in stocked("ask", question).out
    document = stocked.apart("ask", question, "--as-of", "2026-10-31", "--json").document
    assert document["tool"] == "conversion_rate"
    assert document["result"] is not None
    assert "2026-10-31" in stocked("ask", question, "--as-of", "31.10.", code=2).err
    assert "nothing to answer" in stocked("ask", "  ", code=2).err


LETTERS = ("why " * 10_000, "🥐🥐", "客户在哪里流失?", "كم عدد العملاء؟", "<!channel> \u202e", "-2")


@pytest.mark.parametrize("question", LETTERS, ids=("40000", "emoji", "chinese", "arabic", "slack", "minus"))
def test_a_question_of_any_letters_and_length_gets_a_sentence(stocked: Shell, question: str) -> None:
    assert stocked("ask", "--json", "--", question).document["text"].strip()


def test_two_maps_of_one_title_can_be_told_apart(waymark: Shell) -> None:
    waymark("import", "journey.json")
    waymark("import", "journey.json")
    said = waymark("ask", "where do customers drop off?").out
    assert f"({MAP})]" in said
    assert f"({MAP}-2)]" in said


def test_a_tool_runs_straight_and_names_what_is_wrong_with_its_arguments(stocked: Shell) -> None:
    steps = '{"steps": ["Ad Clicked", "Guide Read"], "window": "7d"}'
    assert "Drop-off" in stocked("tool", "drop_off", "--args", steps).out
    reached = [step["reached"] for step in stocked("tool", "drop_off", "--args", steps, "--json").document["steps"]]
    assert reached == sorted(reached, reverse=True)
    assert "Close to it: drop_off" in stocked.apart("tool", "drop_of", code=2).err
    for args, said in (
        ("{bad", "the JSON"),
        ("[]", "object"),
        ('{"window": "abc"}', "'abc' is no window"),
        ('{"jorney": "x"}', "no argument jorney"),
        ('{"journey": "zzz"}', "'zzz'"),
    ):
        wrong = stocked("tool", "drop_off", "--args", args, "--json", code=2).err
        assert said in wrong and "Value error" not in wrong
        assert stocked("tool", "drop_off", "--args", args, code=2).err == wrong


def test_a_conversation_goes_on_from_command_to_command(waymark: Shell) -> None:
    assert "What should get better" in waymark("say", "new map", "--thread", "a").out
    waymark.apart("say", "Fewer people drop off", "--thread", "a")
    document = waymark("say", "Ben, 41, runs a bakery", "--thread", "a", "--json").document
    assert (document["question"], document["state"]) == ("ask.want", "active")
    assert "nothing to say" in waymark("say", " ", code=2).err


def test_the_doctor_says_what_is_in_order_and_what_to_mend(stocked: Shell) -> None:
    said = stocked("doctor").out
    assert "1 maps and 3 events" in said
    assert {finding["what"]: finding["ok"] for finding in stocked("doctor", "--json").document}["stores"] is True
    nowhere = stocked.apart("doctor", "--json", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1",
                            SLACK_API_URL="http://127.0.0.1:9/api/", code=3)  # fmt: skip
    assert {finding["what"]: finding["ok"] for finding in nowhere.document}["slack"] is False


def test_the_manifest_is_json_for_slacks_form(waymark: Shell) -> None:
    assert waymark("manifest").document["display_information"]["name"] == "Waymark"


def test_run_without_tokens_names_the_setting(waymark: Shell) -> None:
    assert "SLACK_BOT_TOKEN is not set" in waymark("run", code=2).err
    far = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "http://127.0.0.1:9/api/"}
    assert "does not answer" in waymark.apart("run", code=3, **far).err


@pytest.mark.parametrize(
    ("name", "value"),
    [("WAYMARK_TZ", "Mars/Base"), ("WAYMARK_PLAYGROUND_PORT", "many"), ("WAYMARK_FONT", "no-such-font.ttf")],
)
def test_a_wrong_setting_is_named(waymark: Shell, name: str, value: str) -> None:
    for command in (("maps",), ("doctor",), ("playground", "--port", "0")):
        assert name in waymark(*command, code=2, **{name: value}).err


def test_a_data_folder_that_cannot_be_used_is_named(waymark: Shell) -> None:
    no_folder = waymark.folder / waymark.file("file", "not a folder")
    (damaged := waymark.folder / "damaged").mkdir()
    (damaged / "waymark.db").write_bytes(bytes(range(256)) * 40)
    for folder in (no_folder, damaged):
        assert f"The stores in {folder} cannot be opened" in waymark("maps", data=folder, code=3).err
    assert "cannot be opened" in waymark("playground", "--port", "0", data=no_folder, code=3).err


def test_events_that_another_waymark_has_open_are_refused(stocked: Shell) -> None:
    stores = open_stores(stocked.data)
    try:
        stores.events("T0WAYMARK").count()
        assert "Another Waymark uses this data folder" in stocked.apart("import", "events.csv", code=3).err
        assert MAP in stocked.apart("maps").out
    finally:
        stores.close()


def test_the_playground_wants_a_free_port_and_a_folder_of_its_own(waymark: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"Port {port} is taken" in waymark("playground", "--empty", "--port", port, code=2).err
    assert "--port" in waymark("playground", "--port", "99999", code=2).err
    with (waymark.data / "playground.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Another playground serves" in waymark("playground", "--port", "0", code=3).err


def test_the_search_index_is_built_anew_and_found_by_meaning(waymark: Shell) -> None:
    waymark("import", "journey.json")
    pieces = waymark("rebuild-search", "--json").document["pieces"]
    assert pieces > 0
    assert "The search index is built anew" in waymark("rebuild-search").out
    assert (waymark.data / "search").is_dir()
    found = waymark("tool", "map_lookup", "--args", '{"words": "accumulator"}', "--json").document
    assert found["trouble"] is None
    assert "WAYMARK_SEARCH_URL" in waymark("maps", code=2, WAYMARK_SEARCH_VECTORS="endpoint").err
    assert "WAYMARK_SEARCH_CHROMA_URL" in waymark("maps", code=2, WAYMARK_SEARCH_CHROMA_URL="chroma").err
