"""The single steps that `apply` takes: one function a kind of change, by subject."""
