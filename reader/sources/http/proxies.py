"""Which proxy a request goes through: the settings' one, else the environment's."""

from collections.abc import Mapping
from urllib.request import proxy_bypass

from reader.urls.safe import is_web_url
from reader.urls.target import Target


class UnusableProxy(Exception):
    """The configured address is not that of an HTTP proxy."""


def proxy_for(target: Target, configured: str | None, known: Mapping[str, str]) -> str | None:
    """Return the address of the proxy to use, with its password; None where none is used.

    `known` are the environment's proxies by scheme (`urllib.request.getproxies`), which on macOS and Windows
    are the system's own settings. `NO_PROXY` counts for them and for the configured one. Raises
    UnusableProxy.
    """
    proxy = configured or known.get(target.scheme) or known.get("all")
    if not proxy or proxy_bypass(target.authority):
        return None
    if "://" not in proxy:
        proxy = "http://" + proxy
    if not is_web_url(proxy):
        raise UnusableProxy
    return proxy
