"""Which views are open? The modal stack and the Home tab of each person."""

from dataclasses import dataclass, field

from bot.playground.actions import STATELESS, untouched
from bot.playground.app_settings import APP_ID, BOT_ID
from bot.playground.blocks import elements_of
from bot.playground.ids import Ids
from bot.playground.wire import Json, Refused
from bot.slack.limits import VIEW_STACK


@dataclass
class View:
    """One modal or Home tab; `payload` is what the app gave, `state` what the person has entered."""

    id: str
    user: str
    payload: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    state: Json = field(default_factory=dict)

    def values(self) -> Json:
        """Slack's `state.values`: every element that stands in the view, touched or not."""
        values: Json = {}
        for block, element in elements_of(self.payload.get("blocks", [])):
            block_id, action_id = block.get("block_id"), element.get("action_id")
            if block_id and action_id and element["type"] not in STATELESS:
                entered = self.state.get(block_id, {}).get(action_id)
                values.setdefault(block_id, {})[action_id] = untouched(element) if entered is None else entered
        return values

    def shape(self, team: str) -> Json:
        """As Slack gives it in answers, payloads and to the page."""
        given = self.payload
        return {
            "id": self.id,
            "team_id": team,
            "type": given["type"],
            "title": given.get("title"),
            "submit": given.get("submit"),
            "close": given.get("close"),
            "blocks": given.get("blocks", []),
            "private_metadata": given.get("private_metadata", ""),
            "callback_id": given.get("callback_id", ""),
            "external_id": given.get("external_id", ""),
            "clear_on_close": bool(given.get("clear_on_close")),
            "notify_on_close": bool(given.get("notify_on_close")),
            "submit_disabled": bool(given.get("submit_disabled")),
            "state": {"values": self.values()},
            "hash": self.hash,
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
            "app_id": APP_ID,
            "app_installed_team_id": team,
            "bot_id": BOT_ID,
        }


class Views:
    """A stack of at most three modals and one Home tab per person."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        """Bottom first."""
        return self._stacks.get(user, [])

    def _hash(self) -> str:
        return f"{self._ids.ts()}.{self._ids.new('')[1:7]}"

    def open(self, user: str, payload: Json) -> View:
        view_id = self._ids.new("V")
        view = View(view_id, user, payload, self._hash(), root_id=view_id)
        self._stacks[user] = [view]
        return view

    def push(self, user: str, payload: Json) -> View:
        """Raises Refused: push_limit_reached, not_found (nothing is open)."""
        stack = self._stacks.get(user)
        if not stack:
            raise Refused("not_found")
        if len(stack) >= VIEW_STACK:
            raise Refused("push_limit_reached")
        view = View(self._ids.new("V"), user, payload, self._hash(), stack[0].id, previous_id=stack[-1].id)
        stack.append(view)
        return view

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View:
        """Raises Refused: not_found."""
        every = [view for stack in self._stacks.values() for view in stack] + list(self.homes.values())
        for view in every:
            if view.id == view_id or (external_id and view.payload.get("external_id") == external_id):
                return view
        raise Refused("not_found")

    def update(self, view: View, payload: Json, if_hash: str | None = None) -> View:
        """What was entered stays where block and action keep their ids. Raises Refused: hash_conflict."""
        if if_hash and if_hash != view.hash:
            raise Refused("hash_conflict")
        view.payload, view.hash = payload, self._hash()
        blocks = {block.get("block_id") for block in payload.get("blocks", [])}
        view.state = {block: values for block, values in view.state.items() if block in blocks}
        return view

    def publish(self, user: str, payload: Json, if_hash: str | None = None) -> View:
        """Raises Refused: hash_conflict."""
        home = self.homes.get(user)
        if home:
            return self.update(home, payload, if_hash)
        view_id = self._ids.new("V")
        self.homes[user] = View(view_id, user, payload, self._hash(), root_id=view_id)
        return self.homes[user]

    def close(self, view: View) -> list[View]:
        """Takes this view and those above it away and gives them, top first."""
        stack = self._stacks.get(view.user, [])
        if view not in stack:
            return []
        at = stack.index(view)
        gone, self._stacks[view.user] = stack[at:], stack[:at]
        return gone[::-1]

    def clear(self, user: str) -> list[View]:
        return self._stacks.pop(user, [])[::-1]
