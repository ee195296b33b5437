"""Which addresses belong to one site."""

import pytest

from reader.urls.sites import same_site


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("https://www.bbc.co.uk/news/1", "https://m.bbc.co.uk/news/1", True),
        ("https://bbc.co.uk/news/1", "https://gov.co.uk/news/1", False),
        ("https://news.paper.com.au/a", "https://paper.com.au/a", True),
        ("https://one.github.io/a", "https://two.github.io/a", False),
        ("https://paper.example/a", "https://www.paper.example/b", True),
        ("https://paper.example/a", "https://other.example/a", False),
        ("http://localhost:8000/a", "http://localhost:9000/a", True),
        ("http://10.0.0.1/a", "http://10.0.0.2/a", False),
        ("http://10.0.0.1/a", "http://192.0.0.1/a", False),
        ("http://[::1]/a", "http://[::2]/a", False),
        ("https://PAPER.example/a", "https://paper.example/a", True),
    ],
)
def test_one_site(url: str, other: str, *, same: bool) -> None:
    assert same_site(url, other) is same
    assert same_site(other, url) is same
