"""Which city, country and language keep which time, read from `places.toml`."""

from functools import cache
from importlib import resources

import msgspec


class Places(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tables of the file."""

    cities: dict[str, tuple[str, ...]]
    """The cities of each zone, in lower case."""
    country_words: dict[str, tuple[str, ...]]
    """Words that name a country or its people, by zone."""
    countries: dict[str, str]
    """The zone of each country's domain: `bd`, `uk`."""
    languages: dict[str, str]
    """The zone of each language by its ISO 639-1 code, where most of its speakers share one."""


@cache
def places() -> Places:
    """Read the tables."""
    file = resources.files(__package__) / "places.toml"
    return msgspec.toml.decode(file.read_bytes(), type=Places)


@cache
def cities() -> dict[str, str]:
    """Return the zone of each city, by its name in lower case."""
    return {city: zone for zone, names in places().cities.items() for city in names}
