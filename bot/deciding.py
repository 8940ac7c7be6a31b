"""Who decides for the whole workspace? Its admins; anybody but guests where no admin is known."""

from bot.exchange import Incoming
from storage.open import Stores


def decides(incoming: Incoming, stores: Stores) -> bool:
    """Whether the one who asks does."""
    members = stores.workspaces.members(incoming.workspace_id)
    admins = {member.member_id for member in members if member.role == "admin"}
    return incoming.said.by in admins if admins else not incoming.reader.guest
