"""Texts from LexisNexis and Factiva."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

import pytest

from tests.sources.saved.formats.lamp import SENTENCE, read_all

LEXIS = """
                               1 of 2 DOCUMENTS


                              The Quay Courier

                            January 11, 2010 Monday

Lamp burns on the quay

BYLINE: Jane Doe

SECTION: NEWS; Pg. 3

LENGTH: 355 words


The lamp on the quay has been lit every evening since the harbour was built,
and nobody remembers who pays.

It burns oil.

LOAD-DATE: January 12, 2010

LANGUAGE: ENGLISH

Copyright 2010 The Quay Courier
All Rights Reserved

                               2 of 2 DOCUMENTS


                              The Quay Courier

                            January 13, 2010 Wednesday

Lamp goes out

LENGTH: 35 words

The lamp went out.

LOAD-DATE: January 14, 2010
"""


def test_lexisnexis() -> None:
    first, second = read_all(LEXIS, "news.TXT")
    assert (first.title, first.author, first.site) == (
        "Lamp burns on the quay",
        "Jane Doe",
        "The Quay Courier",
    )
    assert first.text == (
        "The lamp on the quay has been lit every evening since the harbour was built, and nobody remembers who pays.\n\nIt burns oil."
    )
    assert first.published
    assert first.published.iso() == "2010-01-11"
    assert first.facts["title"].line == 9
    assert (second.title, second.text) == ("Lamp goes out", "The lamp went out.")


@pytest.mark.parametrize(
    ("line", "author", "length", "language"),
    [
        ("{} von 2 DOKUMENTEN", "AUTOR", "LÄNGE: 35 Wörter", "SPRACHE: GERMAN; DEUTSCH"),
        ("Dokument {} von 2", "AUTOR", "LÄNGE: 35 Wörter", "SPRACHE: GERMAN; DEUTSCH"),
        ("Document {} de 2", "AUTEUR", "LONGUEUR: 35 mots", "LANGUE: FRENCH; FRANÇAIS"),
    ],
)
def test_lexisnexis_in_german_and_french(line: str, author: str, length: str, language: str) -> None:
    def part(number: int, title: str) -> str:
        return (
            f"{' ' * 30}{line.format(number)}\n\n\n{' ' * 30}Die Hafenpost\n\n{' ' * 30}24. Mai 2024 Freitag\n\n{title}\n\n"
            f"{author}: Jutta Brand\n\n{length}\n\n{SENTENCE}\n\nUPDATE: 25. Mai 2024\n\n{language}\n\nCopyright 2024 Hafenpost\n\n"
        )

    first, second = read_all(part(1, "Die Lampe am Kai") + part(2, "Die zweite Lampe"), "news.TXT")
    assert (first.title, first.author, first.site) == ("Die Lampe am Kai", "Jutta Brand", "Die Hafenpost")
    assert first.published
    assert first.published.iso() == "2024-05-24"
    assert (second.title, second.text) == ("Die zweite Lampe", SENTENCE)


def test_factiva() -> None:
    first, second = read_all(
        "HD\nLamp burns on\nBY By Jane Doe\nWC 120 words\nPD 11 January 2010\nSN Quay Courier\nSC QC\nLA English\n"
        "LP\nThe lamp burns on the quay.\nTD\nIt has burned for long.\nAN Document QC0000\n"
        "HD\nSecond one\nWC 12 words\nPD 12 January 2010\nSN Quay Courier\nLP\nAnother.\nAN Document QC0001\n",
        "factiva.txt",
    )
    assert (first.title, first.author, first.site, first.key) == (
        "Lamp burns on",
        "Jane Doe",
        "Quay Courier",
        "Document QC0000",
    )
    assert first.text == "The lamp burns on the quay.\n\nIt has burned for long."
    assert (second.title, second.text) == ("Second one", "Another.")
