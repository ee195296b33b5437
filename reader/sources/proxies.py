"""Which proxy stands between the reader and a host: the settings' one, else the environment's."""

from urllib.request import getproxies, proxy_bypass

from reader.sources.targets import Target


class UnusableProxy(Exception):
    """The proxy's address is none of an HTTP proxy."""


def proxy_for(target: Target, configured: str | None) -> str | None:
    """The address of the proxy to use, with its password; None: connect directly. Raises UnusableProxy.

    `NO_PROXY` counts for both; on macOS and Windows the system's own settings count as the environment.
    """
    known = getproxies()
    proxy = configured or known.get(target.scheme) or known.get("all")
    if not proxy or proxy_bypass(target.place):
        return None
    if "://" not in proxy:
        proxy = "http://" + proxy
    if not proxy.lower().startswith(("http://", "https://")):
        raise UnusableProxy
    return proxy
