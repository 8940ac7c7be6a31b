"""Pain points by group: the worst of each, and no split where the maps know none."""

from bot import answers
from bot.questions import Ask, Slots
from bot.reply import Buttons, Reply, Table, plain
from prompts.loader import words
from tests.bot.answers import results
from tests.bot.answers.figures_guard import UTC
from tools.pain_points import PainPointsResult

BASIS = results.PAINS.basis.model_copy(update={"map_id": None, "journey": None})
FIRST, SECOND = (
    pain.model_copy(update={"slug": pain.title, "map_id": map_id, "personas": (persona,)})
    for pain, map_id, persona in zip(results.PAINS.pains, ("a", "b"), ("Boris", "Colleen"), strict=True)
)


def told(result: PainPointsResult, by: str | None = "persona", lang: str = "en") -> Reply:
    return answers.answer(Ask(tool="pain_points", args=Slots(breakdown=by)), result, words(lang), UTC)


def of(*pains: object, groups: tuple[tuple[str, int], ...]) -> PainPointsResult:
    return PainPointsResult.model_validate(
        {
            "pains": pains,
            "total": len(pains),
            "assumptions": 0,
            "breakdown": "persona",
            "groups": groups,
            "basis": BASIS,
        }
    )


def table(reply: Reply) -> Table:
    return next(part for part in reply.parts if isinstance(part, Table))


def test_each_persona_has_the_pains_of_its_own_maps() -> None:
    shown = table(told(of(FIRST, SECOND, groups=(("Boris", 1), ("Colleen", 1)))))
    assert shown.columns[0] == "Persona"
    assert [row[:2] for row in shown.rows] == [("Boris", FIRST.title), ("Colleen", SECOND.title)]


def test_where_every_persona_has_the_same_pains_it_is_said_and_not_split() -> None:
    both = FIRST.model_copy(update={"personas": ("Boris", "Colleen")})
    reply = told(of(both, groups=(("Boris", 1), ("Colleen", 1))))
    assert table(reply).columns[0] == "#"
    assert "The maps do not tell the pain points of Boris, Colleen apart." in plain(reply)


def test_by_persona_is_offered_over_several_maps_alone() -> None:
    def offered(map_id: str | None) -> bool:
        basis = BASIS.model_copy(update={"map_id": map_id})
        reply = told(results.PAINS.model_copy(update={"basis": basis, "breakdown": None, "groups": ()}), by=None)
        row = next(part for part in reply.parts if isinstance(part, Buttons))
        asked = [Ask.model_validate_json(button.value) for button in row.buttons]
        return any(ask.tool == "pain_points" and ask.args.breakdown == "persona" for ask in asked)

    assert (offered(None), offered("checkout")) == (True, False)
