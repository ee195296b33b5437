"""What is seen: the screen, in Textual. It opens no socket and parses nothing that came from outside."""

import sys

from reader.ui.left_out import LEFT_OUT, import_without

if not {"asyncio", "ssl"} & sys.modules.keys():
    # asyncio does without OpenSSL where there is none. To load that takes longer than to open the library,
    # and the screen, which asyncio is for, never speaks to a server.
    sys.modules["ssl"] = None  # type: ignore[assignment]
    import asyncio  # noqa: F401

    del sys.modules["ssl"]

import_without("textual.app", LEFT_OUT)
