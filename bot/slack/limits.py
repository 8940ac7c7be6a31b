"""How much does Slack take? Every number the bot, its checker and the stand-in use, each with its standing.

d documented by Slack · r read in slack-sdk 3.47 · s only in the `slackblocks` package · m measured or reported by
others · ? doubtful (sources disagree, or second hand); where sources disagree the smaller number is taken.
Lengths are characters, sizes bytes, times seconds, unless a name says otherwise.
"""

MESSAGE_BLOCKS, VIEW_BLOCKS, VIEW_BYTES = 50, 100, 250_000  # d (50: msg_blocks_too_many); bytes: view_too_large "250kb"
MESSAGE_BLOCKS_TEXT = 12_000  # ? all blocks of a message; ceilings of 13,172 to 13,297 reported (msg_blocks_too_long)
MESSAGE_TEXT, UPDATE_TEXT = 40_000, 4_000  # ? truncation, second hand; d msg_too_long on chat.update
MARKDOWN_TEXT_ARGUMENT = 12_000  # d markdown_text of post, update; excludes text and blocks (markdown_text_conflict)
MARKDOWN_BLOCK, MARKDOWN_TOTAL = 12_000, 12_000  # r; ? total: documented as cumulative, reported as per block
ATTACHMENTS, METADATA_BYTES = 100, 8_000  # d; ? a limit exists (metadata_too_large), its size was not found
SECTION_TEXT, SECTION_FIELDS, SECTION_FIELD = 3_000, 10, 2_000  # d
TEXT_OBJECT = 3_000  # s any text object without a limit of its own
HEADER_TEXT, ACTIONS_ELEMENTS, CONTEXT_ELEMENTS, CONTEXT_ACTIONS_ELEMENTS = 150, 25, 10, 5  # r
INPUT_LABEL, INPUT_HINT, PLACEHOLDER, PLAIN_TEXT_INPUT = 2_000, 2_000, 150, 3_000  # r, r, r, s
BLOCK_ID, ACTION_ID, CALLBACK_ID, EXTERNAL_ID = 255, 255, 255, 255  # r; d: a new block_id after every message update
BUTTON_TEXT, BUTTON_VALUE, BUTTON_URL, BUTTON_LABEL = 75, 2_000, 3_000, 75  # r
OPTIONS = {"select": 100, "option_groups": 100, "checkboxes": 10, "radio_buttons": 10, "overflow": 5}  # r; boxes: s
OPTION_TEXT, OPTION_VALUE, OPTION_DESCRIPTION = 75, 150, 75  # r, r, s
OPTION_GROUP_LABEL = 75  # s
CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}  # r
VIEW_TITLE = VIEW_SUBMIT = VIEW_CLOSE = 24  # r
PRIVATE_METADATA, VIEW_STACK, FILE_INPUT_FILES, FILE_INPUT_BYTES = 3_000, 3, 10, 10_000_000  # r, d, d, d
IMAGE_ALT, IMAGE_TITLE, IMAGE_URL = 2_000, 2_000, 3_000  # r; exactly one of image_url and slack_file
TABLE_ROWS, TABLE_COLUMNS, TABLES_PER_MESSAGE = 100, 20, 1  # s, s, ?
DATA_TABLE_ROWS = (2, 101)  # ? the documented page says 101 with the header, two libraries say 201
DATA_TABLE_COLUMNS, DATA_TABLE_PAGE, DATA_TABLE_TEXT = 20, (1, 100), 20_000  # d; caption required, page default 5
CHART_TITLE, CHART_AXIS_LABEL, CHART_LABEL = 50, 50, 20  # d; series and segment names 20 too
CHART_SERIES = CHART_SEGMENTS = 6  # ? one reading of the documented page says 6, two libraries say 12
CHART_CATEGORIES, CHARTS_PER_MESSAGE = 20, 2  # d; pie values above 0; labels of each series equal the categories
PLAN_TASKS, CARD_ACTIONS, CAROUSEL_CARDS, CONTAINER_CHILDREN, ALERT_TEXT = 50, 3, 10, 10, 200  # s, s, r, r, s
CARD = {"title": 150, "subtitle": 150, "body": 200, "subtext": 200}  # r; subtext: s
CONTAINER = {"title": 150, "subtitle": 150}  # s
FEEDBACK_TEXT, SUGGESTED_PROMPTS, LOADING_MESSAGES, SESSION_TITLE = 75, 4, 10, 200  # r, d, d, d
ACK_SECONDS = TRIGGER_SECONDS = 3  # d; a trigger works once
RESPONSE_URL_USES, RESPONSE_URL_SECONDS = 5, 1_800  # d
STATUS_SECONDS = 120  # d assistant.threads.setStatus disappears without a message
STREAM_SECONDS = 300  # ? reported, undocumented
STREAM_CHUNK, STREAM_APPEND_SECONDS = 1_024, 1.5  # ours: within tier 4 with several streams at once
STREAM_STARTS_A_MINUTE, STREAM_APPENDS_A_MINUTE = 15, 80  # ours: tier 2 and tier 4, less a fifth
CANVAS_MARKDOWN, ALT_TXT, COMPLETE_CHANNELS = 1_048_576, 1_000, 100  # d
FILE_BYTES = 1_000_000_000  # ? second hand
SOCKETS = 10  # d
REDELIVERY_SECONDS = (0, 60, 300)  # d three redeliveries of events
VALIDATE_CHARACTERS = 100_000  # d blocks.validate
TIER = {1: 1, 2: 20, 3: 50, 4: 100}  # d calls per minute, per method, workspace and app
POSTS_PER_CHANNEL_SECOND, POSTS_BURST = 1, 3  # d; ? "short bursts" are allowed without a number

METHOD_TIER = {  # d; a method that is missing here has limits of its own (chat.postMessage, setStatus, auth.test …)
    **dict.fromkeys(
        (
            "chat.appendStream",
            "chat.postEphemeral",
            "views.open",
            "views.push",
            "views.update",
            "views.publish",
            "files.getUploadURLExternal",
            "files.completeUploadExternal",
            "files.info",
            "users.info",
            "conversations.members",
            "assistant.threads.setTitle",
            "assistant.threads.setSuggestedPrompts",
        ),
        4,
    ),
    **dict.fromkeys(
        (
            "chat.update",
            "chat.delete",
            "chat.scheduleMessage",
            "conversations.info",
            "conversations.history",
            "conversations.replies",
            "conversations.open",
            "reactions.add",
            "reactions.get",
            "canvases.edit",
            "canvases.delete",
            "canvases.access.set",
            "agents.sessions.setStatus",
            "agents.sessions.rename",
            "apps.connections.open",  # a comment in the SDK says 1
            "files.delete",
            "auth.revoke",
            "team.info",
        ),
        3,
    ),
    **dict.fromkeys(
        (
            "chat.startStream",
            "chat.stopStream",
            "canvases.create",
            "conversations.canvases.create",
            "conversations.list",
            "users.list",
            "reactions.remove",
        ),
        2,
    ),
}
