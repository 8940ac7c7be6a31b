"""files.*: the three steps of an upload, and files afterwards."""

from bot.playground.app_settings import BOT_USER
from bot.playground.shapes import api_file
from bot.playground.stand_in import StandIn
from bot.playground.uploads import mimetype_by_name, raster
from bot.playground.web_api.call import Call, Method
from bot.playground.web_api.chat import root_of
from bot.playground.wire import Json, Refused
from bot.playground.workspace import File, Message
from bot.slack.limits import ALT_TXT, COMPLETE_CHANNELS, FILE_BYTES


def get_upload_url(call: Call) -> Json:
    """Raises Refused: invalid_arguments."""
    name, length, alt_txt = call.needed("filename"), call.number("length", 0), call.text("alt_txt")
    if not 0 < length <= FILE_BYTES or len(alt_txt) > ALT_TXT:
        raise Refused("invalid_arguments")
    file = File(call.slack.ids.new("F"), name, "", length, BOT_USER, name, alt_txt)
    key = call.slack.ids.secret()
    call.slack.uploads[key] = file
    return {"upload_url": f"{call.slack.base}/upload/v1/{key}", "file_id": file.id}


def received(slack: StandIn, file: File, data: bytes) -> None:
    """The bytes of an announced file are here."""
    file.size = len(data)
    found = raster(data)
    file.mimetype = found[0] if found else mimetype_by_name(file.name)
    file.w, file.h = found[1:] if found else (None, None)
    file.ready = True
    slack.contents.put(file.id, data)
    slack.workspace.files[file.id] = file
    slack.mark_unsaved()


def complete_upload(call: Call) -> Json:
    """Raises Refused: file_not_found (also: its bytes never came), channel errors, invalid_channels."""
    wanted = call.nested("files")
    if not isinstance(wanted, list) or not wanted:
        raise Refused("invalid_arguments")
    files = [named_file(call, entry) for entry in wanted]
    names = call.text("channel_id") or call.text("channels")
    places = [name for name in names.split(",") if name]
    if len(places) > COMPLETE_CHANNELS:
        raise Refused("invalid_channels")
    for place in places:
        target = Call(call.slack, call.method, {**call.given, "channel": place})
        channel = target.channel_to_write()
        message = Message(channel.id, call.slack.ids.ts(), BOT_USER, call.text("initial_comment"),
                          files=[file.id for file in files], thread_ts=root_of(target, channel))  # fmt: skip
        for file in files:
            file.channels.append(channel.id)
        call.slack.post(message)
    return {"files": [api_file(call.slack.workspace, file, call.slack.base) for file in files]}


def named_file(call: Call, entry: Json) -> File:
    file = call.slack.workspace.files.get(str(entry.get("id")))
    if file is None:
        raise Refused("file_not_found")
    file.title = str(entry.get("title") or file.title)
    return file


def known_file(call: Call) -> File:
    """Raises Refused: file_not_found."""
    file = call.slack.workspace.files.get(call.needed("file"))
    if file is None:
        raise Refused("file_not_found")
    return file


def info(call: Call) -> Json:
    file = known_file(call)
    return {"file": api_file(call.slack.workspace, file, call.slack.base), "comments": []}


def delete(call: Call) -> Json:
    """A message that held nothing else goes with it. Raises Refused: cant_delete_file (somebody else's)."""
    file = known_file(call)
    if file.user != BOT_USER:
        raise Refused("cant_delete_file")
    del call.slack.workspace.files[file.id]
    call.slack.contents.drop(file.id)
    for message in [m for channel in file.channels for m in call.slack.workspace.messages[channel]]:
        if message.files == [file.id] and not message.text and not message.blocks:
            call.slack.delete(message)
    call.slack.mark_unsaved()
    return {}


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, "files:write"),
    "files.completeUploadExternal": Method(complete_upload, "files:write"),
    "files.info": Method(info, "files:read"),
    "files.delete": Method(delete, "files:write"),
}
