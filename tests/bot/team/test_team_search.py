"""Maps found by their words in three scripts, and never across a border."""

import pytest

from bot import desk as front
from bot.conversation.turn import Said
from bot.exchange import Incoming
from bot.reply import plain
from storage.errors import MapNotFound
from storage.maps import Reader
from storage.model.journey import Home
from storage.model.letters import holds_all, one_spelling, telling_words
from storage.model.types import Owner
from tests.bot.evidence.desk_of_evidence import AT, SECRET, SHOP, Desk


def another(desk: Desk, map_id: str, title: str, channel: str = SHOP, **more) -> None:
    ours = desk.journey.model_copy(update={"map_id": map_id, "title": title, "home": Home(channel_id=channel), **more})
    desk.stores.maps.create(ours, "U0ANA", AT)


@pytest.mark.parametrize(
    ("sought", "title"),
    [
        ("правосмукалка", "Kupuva pravosmukalka"),
        ("kupuva", "Купува правосмукалка"),
        ("Kupuvach", "Купувач бара гаранција"),
        ("šopska", "Шопска салата"),
        ("吸尘器旅程", "买吸尘器的旅程"),
        ("吸尘器 旅程", "买吸尘器的旅程"),
        ("CAFÉ", "The cafe round the corner"),
    ],
)
def test_a_title_is_found_in_the_other_script_and_in_pieces(desk: Desk, sought: str, title: str):
    another(desk, "other", title)
    said = desk.command(f"show {sought}")
    assert said.splitlines()[0] == title
    assert "Version 1 of 4 Nov 2026" in said


def test_words_of_goal_persona_stage_and_touchpoint_find_a_map(desk: Desk):
    journey = desk.journey
    for sought in (journey.stages[2].title, journey.stages[0].touchpoints[0].title, journey.goal_customer, "Colleen"):
        assert journey.title in desk.command(f"list {sought}"), sought


def test_several_maps_become_a_list_with_version_and_date(desk: Desk):
    another(desk, "other", "The same vacuum for the office")
    said = desk.command("list vacuum")
    assert 'Maps with "vacuum": 2' in said and "The same vacuum for the office | draft | " in said
    assert "4 Nov 2026" in said


def test_without_a_hit_the_closest_names_are_told_or_that_there_is_none(desk: Desk):
    assert "No map that you may see" in desk.command("list zeppelin")
    with pytest.raises(MapNotFound):
        desk.command("show zeppelin over the town")


def sees(desk: Desk, sought: str, reader: Reader, workspace: str = "T1") -> str:
    incoming = Incoming(
        workspace_id=workspace,
        channel_id=SHOP,
        thread="1.1",
        said=Said(by=reader.member_id or "U0ANA", name="Ana", at=AT, text=f"list {sought}"),
        kind="command",
        private=True,
        reader=reader,
        names={},
    )
    return "\n".join(plain(reply) for reply in front.take(incoming, desk.stores).replies)


def test_no_border_is_crossed(desk: Desk):
    boris = Owner(label="Boris", member_id="U0BORIS")
    another(desk, "secret", "Zeppelin in the secret channel", SECRET)
    another(desk, "own", "Zeppelin of Boris alone", privacy="private", owner=boris)
    another(desk, "all", "Zeppelin for everybody", "C0ELSE", privacy="workspace")
    ana, guest = Reader("U0ANA", frozenset((SHOP,))), Reader("U0GUEST", frozenset((SHOP,)), guest=True)
    assert [title for title in ("secret", "Boris", "everybody") if title in sees(desk, "zeppelin", ana)] == [
        "everybody"
    ]
    assert "Boris alone" in sees(desk, "zeppelin", Reader("U0BORIS", frozenset((SHOP,))))
    assert "secret channel" in sees(desk, "zeppelin", Reader("U0ANA", frozenset((SECRET,))))
    assert "No map" in sees(desk, "zeppelin", guest) and "vacuum" in sees(desk, "vacuum", guest)
    assert "No map" in sees(desk, "zeppelin", ana._replace(channels=frozenset((SHOP, SECRET))), workspace="T2")
    for sought in ("secret", "own"):
        with pytest.raises(MapNotFound) as refused:
            desk.command(f"show {sought} zeppelin")
        assert "secret" not in refused.value.close


def test_a_persona_that_is_kept_private_finds_no_map_for_others(desk: Desk):
    persona = desk.stores.personas.get("T1", desk.journey.persona_ids[0])
    hidden = {"privacy": "private", "name": "Zelda", "owner": Owner(label="Mia", member_id="U0MIA")}
    desk.stores.personas.save(persona.model_copy(update=hidden))
    assert "No map" in desk.command("list Zelda", by="U0ANA")
    assert desk.journey.title in desk.command("list Zelda", by="U0MIA")


def test_one_spelling_by_hand():
    assert one_spelling("Ѓорѓи, ЌЕРКА и Џон!") == "gjorgji kjerka i dzhon"
    assert one_spelling("Éclair（吸尘器）2") == "eclair 吸尘器 2"
    assert telling_words("the vacuum") == ("vacuum",) and telling_words("the") == ("the",)
    assert holds_all(["vacuum shop"], ["vac", "sho"]) and not holds_all(["vacuum shop"], ["cuum"])
    assert not holds_all(["吸尘器"], ["吸尘器地图"])
