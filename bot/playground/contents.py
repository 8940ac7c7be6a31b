"""Where are the bytes of files? In a folder when the workspace lasts, else in memory."""

from pathlib import Path


class Contents:
    """`folder` None keeps the bytes in memory."""

    def __init__(self, folder: Path | None) -> None:
        self._folder, self._held = folder, dict[str, bytes]()
        if folder:
            folder.mkdir(parents=True, exist_ok=True)

    def put(self, file_id: str, data: bytes) -> None:
        if self._folder:
            (self._folder / file_id).write_bytes(data)
        else:
            self._held[file_id] = data

    def get(self, file_id: str) -> bytes:
        """Raises KeyError or FileNotFoundError when nothing was put there."""
        return (self._folder / file_id).read_bytes() if self._folder else self._held[file_id]

    def drop(self, file_id: str) -> None:
        if self._folder:
            (self._folder / file_id).unlink(missing_ok=True)
        else:
            self._held.pop(file_id, None)
