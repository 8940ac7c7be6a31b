"""What in a text do programs make a link of by themselves?"""

import re

ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]{0,20}://[^\s<>]*[^\s<>.,;:!?)\]'\"]|(?:mailto:)?[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+"
    r"|(?<![a-z0-9@./-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/:?#][^\s<>]*)?",
    re.IGNORECASE | re.ASCII,
)
"""An address of the web or of e-mail, with `https://` or bare."""
