"""What was uploaded? Type and size of a file by its content, whatever its name says."""

import mimetypes
from io import BytesIO

RASTER = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


def raster(data: bytes) -> tuple[str, int, int] | None:
    """(mimetype, width, height in pixels) of a raster image, or None."""
    from PIL import Image, UnidentifiedImageError  # only when a file comes

    try:
        with Image.open(BytesIO(data), formats=list(RASTER)) as image:
            return RASTER[str(image.format)], image.width, image.height
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def mimetype_by_name(name: str) -> str:
    """An image's type is never taken from its name."""
    guess = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return "application/octet-stream" if guess.startswith("image/") else guess
