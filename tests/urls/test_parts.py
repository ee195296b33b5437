"""Addresses in their parts, damaged ones too."""

from reader.urls.parts import front_page, hostname, joined, query_values


def test_a_damaged_address_has_no_parts() -> None:
    assert hostname("http://[") == ""
    assert query_values("http://[", "a") == []
    assert joined("http://[", "/a") is None


def test_the_front_page_of_a_site() -> None:
    assert front_page("https://ann:pw@a.example:81/b/c?d#e") == "https://ann:pw@a.example:81/"
