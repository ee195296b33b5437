"""Safari's `.webarchive`: a property list with the page's bytes."""

import plistlib

from reader.model import ParsedArticle
from reader.sources.saved.article import UnreadableFile, file_time
from reader.sources.saved.web.page import Origin, read_html


def read_webarchive(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read Safari's archive. Returns its main page.

    The format has no time of saving, so the file's own counts. Raises `UnreadableFile` where it is damaged.
    """
    del now
    try:
        main = plistlib.loads(data)["WebMainResource"]
        page, kind = main["WebResourceData"], str(main.get("WebResourceMIMEType", "text/html"))
    except Exception as error:
        raise UnreadableFile("The web archive is damaged.") from error
    if not isinstance(page, bytes) or "html" not in kind:
        raise UnreadableFile("The web archive holds no web page.")
    captured = file_time(mtime)
    url = str(main.get("WebResourceURL", ""))
    charset = str(main.get("WebResourceTextEncodingName") or "") or None
    origin = Origin(
        path=path, url=url if url.startswith("http") else None, charset=charset, captured=captured
    )
    return (read_html(page, origin),)
