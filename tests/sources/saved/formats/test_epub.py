"""Books in EPUB."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

from tests.sources.saved.formats.lamp import PARAGRAPHS, SENTENCE, read_one, zipped


def test_epub() -> None:
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>Quay Weekly</dc:title><dc:creator>Jane Doe</dc:creator><dc:date>2024-05-24</dc:date></metadata>"
        '<manifest><item id="a" href="text/a.xhtml"/><item id="t" href="toc.xhtml"/></manifest>'
        '<spine><itemref idref="t"/><itemref idref="a"/></spine></package>'
    )
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/c.opf"/></rootfiles></container>'
    book = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OEBPS/c.opf": opf,
        "OEBPS/toc.xhtml": "<html><body><p>Contents</p></body></html>",
        "OEBPS/text/a.xhtml": f"<html><body><h1>The lamp</h1>{PARAGRAPHS}</body></html>",
    }
    article = read_one(zipped(book), "weekly.epub")
    assert (article.title, article.author, article.site) == ("The lamp", "Jane Doe", "Quay Weekly")
    assert article.text.startswith(SENTENCE)
