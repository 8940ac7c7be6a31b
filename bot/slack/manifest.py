"""The Slack app as Slack wants it described: scopes, events, the command. Every event here has a listener."""

from typing import Any

REQUIRED_SCOPES = (
    "app_mentions:read", "chat:write", "commands", "assistant:write", "im:history", "files:write",
    "channels:read", "groups:read",
)  # fmt: skip
OPTIONAL_SCOPES = ("canvases:write", "files:read", "channels:history", "groups:history", "reactions:read", "users:read")
EVENTS = (
    "app_mention", "message.im", "message.channels", "message.groups", "app_home_opened", "reaction_added",
    "agent_session_stopped",
)  # fmt: skip

MANIFEST: dict[str, Any] = {
    "display_information": {
        "name": "Waymark",
        "description": "Builds customer journey maps with your team and answers questions about them",
    },
    "features": {
        "agent_view": {"agent_description": "Builds customer journey maps with your team and answers from your data"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": "Waymark", "always_online": True},
        "slash_commands": [
            {
                "command": "/journey",
                "description": "Build and ask journey maps",
                "usage_hint": "new | list | show | edit | ask | import | export | evidence | help",
                "should_escape": True,
            }
        ],
        "shortcuts": [
            {
                "type": "message",
                "name": "Add as evidence",
                "callback_id": "evidence_add",
                "description": "Keep what a customer said behind a journey map",
            }
        ],
    },
    "oauth_config": {"scopes": {"bot": list(REQUIRED_SCOPES), "bot_optional": list(OPTIONAL_SCOPES)}},
    "settings": {
        "event_subscriptions": {"bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
        "org_deploy_enabled": False,
    },
}
