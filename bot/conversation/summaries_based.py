"""What stands on a map that improves another or is laid over it: the largest differences; cells, fail points, waits."""

from bot.conversation.answers.cells import duration
from bot.conversation.offered.service_blueprint import filled
from bot.conversation.talk import Talk
from bot.conversation.wording import cut, mean
from storage.model.blueprint import LANES
from storage.model.differences import Difference, compare, largest_first

MOST_DIFFERENCES, MOST_NAMED = 3, 3


def future_state(talk: Talk) -> str:
    """Stages and touchpoints, the three largest differences to the base map, and the number that proves it."""
    journey, words = talk.map, talk.words
    told = [words("say.summary_size", s=len(journey.stages), t=sum(1 for _ in journey.touchpoints()))]
    if talk.base is not None:
        largest = largest_first(compare(journey, talk.base))
        listed = (_difference(talk, one) for one in largest[:MOST_DIFFERENCES])
        told.append(
            words("say.differences", list=words("say.semicolon").join(listed))
            if largest
            else words("say.no_difference")
        )
    if journey.requirements:
        told.append(words("say.needs", n=len(journey.requirements)))
    return words("say.between").join(told)


def _difference(talk: Talk, one: Difference) -> str:
    """`"Compare" from -1.5 to +1`, `"comparison page" is new`."""
    title = cut(one.title, 50)
    if one.mood_from is not None and one.mood_to is not None:
        return talk.words("say.difference_mood", title=title, before=mean(one.mood_from), after=mean(one.mood_to))
    return talk.words(f"say.difference_{one.kind}", title=title)


def service_blueprint(talk: Talk) -> str:
    """How many cells hold something, where it can fail, and the longest wait."""
    journey, words = talk.map, talk.words
    points, cells = list(journey.touchpoints()), filled(journey)
    told = [words("say.summary_cells", t=len(points), c=len(cells), n=len(points) * len(LANES))]
    fails = [(point, cell.fail_point) for point, lane in cells if (cell := getattr(point, lane)).fail_point]
    if fails:
        listed = (words("say.fails_one", title=cut(point.title, 40), text=cut(text, 60)) for point, text in fails)
        told.append(words("say.fails", list=words("say.semicolon").join([*listed][:MOST_NAMED])))
    waits = [(cell.wait_minutes, point) for point, lane in cells if (cell := getattr(point, lane)).wait_minutes]
    if waits:
        minutes, point = max(waits, key=lambda wait: wait[0])
        told.append(words("say.longest_wait", title=cut(point.title, 40), time=duration(minutes, words)))
    passing = [words("say.quoted", text=cut(point.title, 40)) for point in points if point.hand_over is not None]
    if passing:
        told.append(words("say.passing", list=words("say.comma").join(passing[:MOST_NAMED])))
    return words("say.between").join(told)
