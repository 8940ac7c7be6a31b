"""What becomes of an answer: one file a subject, one function a question."""
