"""auth.test, apps.connections.open, team.info and users.*: who is the app, and who is everybody?"""

from bot.playground.app_settings import APP_ID, BOT_ID, BOT_USER
from bot.playground.shapes import api_user
from bot.playground.web_api.call import Call, Method
from bot.playground.wire import Json, Refused


def auth_test(call: Call) -> Json:
    team = call.slack.workspace.team
    return {
        "url": f"{call.slack.base}/",
        "team": team["name"],
        "user": "waymark",
        "team_id": team["id"],
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "is_enterprise_install": False,
    }


def open_connection(call: Call) -> Json:
    ticket = call.slack.link.ticket()
    return {"url": f"{call.slack.base.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP_ID}"}


def team_info(call: Call) -> Json:
    team = call.slack.workspace.team
    return {"team": {"id": team["id"], "name": team["name"], "domain": team["domain"], "icon": {}}}


def user_info(call: Call) -> Json:
    """`locale` comes only where it is asked for. Raises Refused: user_not_found."""
    person = call.slack.workspace.people.get(call.needed("user"))
    if person is None:
        raise Refused("user_not_found")
    locale = {"locale": person.locale} if call.flag("include_locale") else {}
    return {"user": api_user(call.slack.workspace, person) | locale}


def user_list(call: Call) -> Json:
    workspace = call.slack.workspace
    members = [api_user(workspace, person) for person in workspace.people.values()]
    return {"members": members, "cache_ts": int(call.slack.clock.now()), "response_metadata": {"next_cursor": ""}}


METHODS = {
    "auth.test": Method(auth_test),
    "apps.connections.open": Method(open_connection, app_token=True),
    "team.info": Method(team_info, "team:read"),
    "users.info": Method(user_info, "users:read"),
    "users.list": Method(user_list, "users:read"),
}
