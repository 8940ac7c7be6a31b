"""Who may see a stored map or piece of evidence."""

from collections.abc import Collection

from storage.maps import Reader


def may_see(reader: Reader, privacy: str, channel_id: str, named: Collection[str | None]) -> bool:
    """`channel`: those who are in it; `workspace`: all but guests; `private`: the members named.

    A guest sees what belongs to their channels and nothing else.
    """
    if reader.everything:
        return True
    if privacy == "channel":
        return channel_id in reader.channels
    if reader.guest:
        return False
    return privacy == "workspace" or (bool(reader.member_id) and reader.member_id in named)
