"""Zipped web pages."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

from tests.sources.saved.formats.lamp import PAGE, URL, assert_is_page, captured_at, read_one, zipped


def test_maff_and_zipped_pages() -> None:
    rdf = (
        '<RDF:RDF xmlns:MAF="http://maf.mozdev.org/metadata/rdf#" xmlns:RDF="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<RDF:Description RDF:about="urn:root"><MAF:originalurl RDF:resource="{URL}"/><MAF:title RDF:resource="x"/>'
        '<MAF:archivetime RDF:resource="Sat, 15 Jun 2024 10:00:00 +0200"/><MAF:indexfilename RDF:resource="index.html"/>'
        '<MAF:charset RDF:resource="UTF-8"/></RDF:Description></RDF:RDF>'
    )
    maff = read_one(zipped({"1/index.rdf": rdf, "1/index.html": PAGE}), "page.maff")
    assert_is_page(maff)
    assert (maff.link, captured_at(maff)) == (URL, "2024-06-15T08:00:00Z")
    assert_is_page(read_one(zipped({"index.html": PAGE, "images/1.png": b"x"}), "page.zip"))
    assert_is_page(read_one(b"<html><body>unpacking" + zipped({"index.html": PAGE}), "page.html"))
