"""Slack's Web API, one file per family: which methods there are."""

from bot.playground.web_api import agents, canvases, channels, chat, files, people, reactions, streams, views
from bot.playground.web_api.call import Method

METHODS: dict[str, Method] = {
    **agents.METHODS,
    **canvases.METHODS,
    **channels.METHODS,
    **chat.METHODS,
    **files.METHODS,
    **people.METHODS,
    **reactions.METHODS,
    **streams.METHODS,
    **views.METHODS,
}
