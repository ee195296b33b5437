"""A page about a lamp, from which each format's test makes its files."""

import io
import zipfile
from collections.abc import Mapping

from reader.model import ParsedArticle
from reader.sources.saved import read_saved

MTIME = 1_718_500_000
NOW = 1_719_000_000
URL = "https://quay.example/lamp"
SENTENCE = (
    "The lamp on the quay has been lit every evening since the harbour was built, and nobody knows who pays."
)
PARAGRAPHS = (
    f"<p>{SENTENCE}</p><p>It burns whale oil, some say. Others have seen a man with a can at dusk.</p>" * 3
)
PAGE = (
    "<html lang='en'><head><title>The lamp on the quay - Quay News</title>"
    '<meta property="og:site_name" content="Quay News">'
    '<meta property="article:published_time" content="2024-05-24T13:25:00+06:00"></head>'
    f"<body><article><h1>The lamp on the quay</h1>{PARAGRAPHS}</article></body></html>"
)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def read_all(data: bytes | str, path: str) -> tuple[ParsedArticle, ...]:
    return read_saved(data if isinstance(data, bytes) else data.encode(), path, MTIME, NOW)


def read_one(data: bytes | str, path: str) -> ParsedArticle:
    (article,) = read_all(data, path)
    return article


def captured_at(article: ParsedArticle) -> str | None:
    return article.captured.iso() if article.captured else None


def assert_is_page(article: ParsedArticle) -> None:
    assert article.title == "The lamp on the quay"
    assert article.site == "Quay News"
    assert article.published
    assert article.published.iso() == "2024-05-24T07:25:00Z"
    assert article.text.startswith(SENTENCE)
    assert article.complete == "full"
