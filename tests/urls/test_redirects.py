"""Where redirects lead, and what they may take along."""

import pytest

from reader.urls.redirects import lasting_url, redirected
from reader.urls.target import BadAddress, target


def test_a_password_survives_only_the_usual_step_to_https() -> None:
    here = target("http://ann:pw@example.org/feed")
    assert redirected(here, "https://example.org/feed").authorization == here.authorization is not None
    for elsewhere in ("https://example.org:8443/", "http://example.org:81/", "https://www.example.org/"):
        assert redirected(here, elsewhere).authorization is None
    assert redirected(target("https://ann:pw@example.org/"), "http://example.org/").authorization is None


@pytest.mark.parametrize("location", ["http://[", "ldap://x", "http://a:b:c/"])
def test_a_location_that_is_no_address(location: str) -> None:
    with pytest.raises(BadAddress):
        redirected(target("http://example.org/feed"), location)


@pytest.mark.parametrize(
    ("redirects", "url"),
    [
        ((), "http://a.example/"),
        (((301, "http://b.example/"), (308, "http://c.example/")), "http://c.example/"),
        (((301, "http://b.example/"), (302, "http://c.example/")), "http://b.example/"),
        (((307, "http://b.example/"), (301, "http://c.example/")), "http://a.example/"),
    ],
)
def test_only_permanent_redirects_last(redirects: tuple[tuple[int, str], ...], url: str) -> None:
    assert lasting_url("http://a.example/", redirects) == url
