"""`field: value` lines: goal, persona, stages, touchpoints, moods, pain points, ideas, actions and all the rest."""

from bot.conversation.answers import context, goals, ideas, opening, personas, stage_sets
from bot.conversation.answers.answer import set_map
from bot.conversation.answers.closing import set_title
from bot.conversation.answers.moods import needs_why, read_back_source, vote
from bot.conversation.answers.pains import add_pains
from bot.conversation.answers.touchpoints import add_touchpoints
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between
from bot.conversation.corrections.match import Found
from bot.conversation.corrections.target import named, stage_named
from bot.conversation.read_items import read_items, strongly_split
from bot.conversation.read_mood import read_mood
from bot.conversation.read_owner import read_owner
from bot.conversation.read_persona import read_persona
from bot.conversation.read_shapes import Bounds, read_bounds
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from storage.errors import ChangeRefused
from storage.model.lists import STAGE_TEMPLATES
from storage.model.refusals import made, revised
from storage.model.session import Draft
from storage.model.slugs import slug_of


def goal(talk: Talk, found: Found) -> None:
    """The goal of the business in the writer's words."""
    text = _line(found)
    made(Draft, goal_business=text)
    if talk.journey is None:
        kind = talk.session.draft.goal_kind or "other"
        talk.keep(draft=revised(talk.session.draft, goal_business=text, goal_kind=kind))
    else:
        set_map(talk, goal_business=text, **({} if talk.map.goal_kind else {"goal_kind": "other"}))
    talk.say("noted_field", field=talk.words("field.goal_business"), text=cut(text))
    goals.warn_two_goals(talk, text)


def persona(talk: Talk, found: Found) -> None:
    """A persona from a sentence."""
    personas.new_persona(talk, read_persona(found.parts["text"], talk.words))


def want(talk: Talk, found: Found) -> None:
    """What the customer wants; the map exists from here on."""
    text = _line(found)
    if talk.journey is None:
        opening.save_map(talk, text)
    else:
        set_map(talk, goal_customer=text)
        talk.say("noted_field", field=talk.words("field.goal_customer"), text=cut(text))


def title(talk: Talk, found: Found) -> None:
    """The title of the map; before there is one it is kept for it."""
    if talk.journey is None:
        talk.note("title", _line(found)[:80])
        talk.say("noted_field", field=talk.words("field.title"), text=cut(_line(found)))
    else:
        set_title(talk, found.parts["text"])


def scope(talk: Talk, found: Found) -> None:
    """What the map is limited to."""
    _need_map(talk)
    set_map(talk, scope=_line(found))
    talk.say("noted_field", field=talk.words("field.scope"), text=cut(_line(found)))


def map_id(talk: Talk, found: Found) -> None:
    """The id of a draft by hand."""
    _need_map(talk)
    wanted = found.parts["new"].strip("\"'")
    slug = wanted if slug_of(wanted, (), "xx") == wanted else None
    if slug is None:
        raise ChangeRefused("not_an_id", value=cut(wanted, 40))
    if slug != talk.map.map_id and slug in talk.scene.taken_map_ids:
        raise ChangeRefused("id_taken", id=slug)
    set_map(talk, map_id=slug)
    talk.keep(map_id=slug)
    talk.say("map_id", map_id=slug)


def stages(talk: Talk, found: Found) -> None:
    """Own stages, or the number of a set."""
    _need_map(talk)
    text = found.parts["text"]
    number = int(text) if text.isdecimal() and len(text) < 3 else 0
    if 1 <= number <= len(STAGE_TEMPLATES) and not talk.map.stages:
        stage_sets.add_set(talk, list(STAGE_TEMPLATES)[number - 1])
    else:
        stage_sets.add_own(talk, text)


def bounds(talk: Talk, found: Found) -> None:
    """Start and end in one line."""
    _need_map(talk)
    read = read_bounds(found.parts["text"], talk.words)
    if read == Bounds():
        raise ChangeRefused("bounds_shape")
    context.set_bounds(talk, read)


def starts(talk: Talk, found: Found) -> None:
    """When it starts."""
    _need_map(talk)
    context.set_bounds(talk, Bounds(_line(found), None))


def ends(talk: Talk, found: Found) -> None:
    """When it is over."""
    _need_map(talk)
    context.set_bounds(talk, Bounds(None, _line(found)))


def number(talk: Talk, found: Found) -> None:
    """The number that should move."""
    _need_map(talk)
    context.set_number(talk, found.parts["text"])


def group(talk: Talk, found: Found) -> None:
    """Not yet customers, customers, or both."""
    _need_map(talk)
    labels: dict[str, str] = talk.words.data("lists.customer_groups")
    asked = _line(found).casefold()
    key = next((key for key, label in labels.items() if asked in (key, label.casefold())), None)
    if key is None:
        close = talk.words("say.comma").join(labels.values())
        raise ChangeRefused(
            "unknown_value", field=talk.words("field.customer_group"), value=cut(asked, 40), close=close
        )
    set_map(talk, customer_group=key)
    talk.say("noted_field", field=talk.words("field.customer_group"), text=labels[key])


def map_owner(talk: Talk, found: Found) -> None:
    """Who answers for the map."""
    _need_map(talk)
    who = read_owner(found.parts["owner"], talk.by, talk.names, talk.words)
    set_map(talk, owner=who)
    talk.say("noted_field", field=talk.words("field.owner"), text=who.label)


def doing(talk: Talk, found: Found) -> None:
    """Touchpoints of a named stage."""
    add_touchpoints(talk, stage_named(talk, found), found.parts["text"])


def mood(talk: Talk, found: Found) -> None:
    """The writer's own vote; others' votes stay."""
    stage = stage_named(talk, found)
    said = found.parts.get("score", "")
    rating = read_mood(said, talk.words)
    if rating.score is None:
        raise ChangeRefused("not_a_score", value=cut(rating.out_of_range or said, 40))
    if rating.why and rating.why.strip('"“”') != rating.why:
        rating = rating._replace(why=rating.why.strip('"“”'))
    vote(talk, stage, rating, said)
    if needs_why(talk, stage) and talk.session.state == "active":
        ask_between(talk, Ask("mood_why", stage))
    else:
        read_back_source(talk, stage)


def pain(talk: Talk, found: Found) -> None:
    """Pain points of a named stage."""
    add_pains(talk, stage_named(talk, found), read_items(found.parts["text"], talk.words).titles)


def questions(talk: Talk, found: Found) -> None:
    """What customers want to know at a named stage."""
    context.add_questions(talk, stage_named(talk, found), strongly_split(found.parts["text"]))


def next_step(talk: Talk, found: Found) -> None:
    """The clear next step after a named stage."""
    text, how = context.split_findable(talk, found.parts["text"])
    context.set_next(talk, stage_named(talk, found), text, how)


def metric(talk: Talk, found: Found) -> None:
    """The number of a named stage."""
    context.set_metric(talk, stage_named(talk, found), _line(found))


def idea(talk: Talk, found: Found) -> None:
    """Ideas for a named pain point, or for the only one of a named stage."""
    hit = named(talk, found, "item", ("pain_point", "stage"))
    slug = hit.slug
    if hit.kind == "stage":
        here = [known for known in talk.map.pain_points if known.at.stage == hit.slug]
        if len(here) != 1:
            hit = named(talk, found, "item", ("pain_point",))
            here = [known for known in talk.map.pain_points if known.slug == hit.slug]
        slug = here[0].slug
    ideas.add_ideas(talk, slug, read_items(found.parts["text"], talk.words).titles)


def action(talk: Talk, found: Found) -> None:
    """An action, for an idea if one is named or only one is there."""
    _need_map(talk)
    idea_slug = None
    if "item" in found.parts:
        idea_slug = named(talk, found, "item", ("opportunity",)).slug
    elif len(talk.map.opportunities) == 1:
        idea_slug = talk.map.opportunities[0].slug
    ideas.add_action(talk, idea_slug, found.parts["text"])


def _need_map(talk: Talk) -> None:
    if talk.journey is None:
        raise ChangeRefused("no_map_yet")


def _line(found: Found) -> str:
    return " ".join(found.parts["text"].split())
