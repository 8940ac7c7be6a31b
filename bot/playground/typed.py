"""What does Slack make of typed text? `@Ana` and `#shop` become ids, `&`, `<` and `>` are escaped."""

import re

from bot.playground.workspace import Workspace


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_sent(workspace: Workspace, text: str, *, labels: bool = False) -> str:
    """The text of an event. With `labels`, as in slash commands: `<@U…|ana>`, `<#C…|shop>`."""
    people = {person.name.lower(): person for person in workspace.people.values()}
    channels = {channel.name: channel for channel in workspace.channels.values() if channel.name}

    def person(match: re.Match[str]) -> str:
        found = people.get(match[1].lower())
        if found is None:
            return match[0]
        return f"<@{found.id}|{found.name.lower()}>" if labels else f"<@{found.id}>"

    def channel(match: re.Match[str]) -> str:
        found = channels.get(match[1].lower())
        if found is None:
            return match[0]
        return f"<#{found.id}|{found.name}>" if labels else f"<#{found.id}>"

    ids = re.sub(r"&lt;(@[UW][A-Z0-9]+|#C[A-Z0-9]+)&gt;", r"<\1>", escaped(text))
    named = re.sub(r"(?<![\w<])@(\w+)", person, ids)
    return re.sub(r"(?<![\w<&])#([\w-]+)", channel, named)
