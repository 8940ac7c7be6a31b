"""What is registered with Slack for the app? Scopes, events, commands and shortcuts, read from its manifest."""

from dataclasses import dataclass

from bot.playground.wire import Json
from bot.slack.manifest import MANIFEST

APP_ID, BOT_ID, BOT_USER = "A0WAYMARK", "B0WAYMARK", "U0WAYMARK"
EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}


@dataclass(frozen=True)
class AppSettings:
    """The app as installed: every scope of the manifest is granted, the optional ones too."""

    scopes: frozenset[str]
    events: frozenset[str]
    commands: tuple[Json, ...]
    shortcuts: tuple[Json, ...]

    @property
    def granted(self) -> str:
        """The scopes as Slack lists them."""
        return ",".join(sorted(self.scopes))

    def gets(self, event: str) -> bool:
        """Events are sent when they are subscribed to and their scope was granted."""
        return event in self.events and (event not in EVENT_SCOPES or EVENT_SCOPES[event] in self.scopes)


def app_settings(manifest: Json = MANIFEST) -> AppSettings:
    scopes, features = manifest["oauth_config"]["scopes"], manifest["features"]
    return AppSettings(
        frozenset([*scopes["bot"], *scopes.get("bot_optional", ())]),
        frozenset(manifest["settings"]["event_subscriptions"]["bot_events"]),
        tuple(features.get("slash_commands", ())),
        tuple(features.get("shortcuts", ())),
    )
