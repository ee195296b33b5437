"""Which proxy stands between the reader and a host: the settings' one, else the environment's."""

from collections.abc import Mapping
from urllib.request import proxy_bypass

from reader.urls.safe import is_web_url
from reader.urls.target import Target


class UnusableProxy(Exception):
    """The proxy's address is none of an HTTP proxy."""


def proxy_for(target: Target, configured: str | None, known: Mapping[str, str]) -> str | None:
    """The address of the proxy to use, with its password; None: connect directly. Raises UnusableProxy.

    `known` are those of the environment by scheme (`urllib.request.getproxies`), which on macOS and Windows
    are the system's own settings. `NO_PROXY` counts for both.
    """
    proxy = configured or known.get(target.scheme) or known.get("all")
    if not proxy or proxy_bypass(target.place):
        return None
    if "://" not in proxy:
        proxy = "http://" + proxy
    if not is_web_url(proxy):
        raise UnusableProxy
    return proxy
