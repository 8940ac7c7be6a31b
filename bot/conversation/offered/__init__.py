"""Which buttons, menus and hints the questions of each type offer: one file a type, merged by `asking`."""
