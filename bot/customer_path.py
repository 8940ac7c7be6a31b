"""What happened to one customer, through all channels in order? Told without the id: that may be a mail address."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.answers.figures import counted, moment, number
from bot.answers.understood import channel
from bot.reply import Reply, Table, Text
from prompts.loader import Words
from storage.events import PathStep


def told(steps: tuple[PathStep, ...], zone: ZoneInfo, words: Words) -> Reply:
    """Counts, then a line for each event; a pause of over 30 minutes begins a new visit."""
    visits = sum(step.new_visit for step in steps)
    channels = len({step.channel for step in steps if step.channel})
    facts = {
        "events": counted("events", len(steps), words),
        "visits": number(visits, words),
        "channels": number(channels, words),
    }
    rows, visit = [], 0
    for step in steps:
        visit += step.new_visit
        at = datetime.fromtimestamp(step.at_us / 1_000_000, UTC)
        when = words("customer_path.when", day=moment(at, zone, words), time=f"{at.astimezone(zone):%H:%M:%S}")
        via = channel(step.channel, words) if step.channel else "–"
        rows.append((str(visit), when, step.name, via))
    table = Table(title="", columns=tuple(words.data("customer_path.columns")), rows=tuple(rows))
    return Reply(parts=(Text(text=words("customer_path.title", **facts), style="headline"), table))
