"""Behind a reverse proxy: whom its X-Forwarded headers are believed for.

Only a proxy whose address the settings name is believed, and only for the hop it saw itself. From anybody else the
headers are taken away: otherwise whoever reaches the port could choose the address he is locked out under.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

_FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_FORWARDED",
)


class TrustedProxies:
    """The application as the world outside the proxies sees it. `trusted`: addresses or networks (`10.0.0.0/24`).

    Raises ValueError naming one that is neither.
    """

    def __init__(self, application: Application, trusted: Iterable[str]) -> None:
        self._direct = application
        self._behind = ProxyFix(application, x_for=1, x_proto=1, x_host=1)
        self._networks = tuple(ipaddress.ip_network(each, strict=False) for each in trusted)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        if self._trusts(environ.get("REMOTE_ADDR", "")):
            return self._behind(environ, start_response)
        for name in _FORWARDED:
            environ.pop(name, None)
        return self._direct(environ, start_response)

    def _trusts(self, address: str) -> bool:
        try:
            caller = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(caller in network for network in self._networks)
