"""What a map of each type does not answer yet: one file a type, merged by `open_questions`."""
