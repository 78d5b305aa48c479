"""Every setting that comes from the environment, read in this one place.

| variable | meaning | default |
| --- | --- | --- |
| CANCU_HOME | folder of the archive: database, originals, index | `~/.local/share/cancu` (the platform's data folder) |
| CANCU_DATABASE_URL | SQLAlchemy URL | SQLite file in CANCU_HOME |
| CANCU_MAX_UPLOAD_MB | largest file taken, in MiB | 100 |
| CANCU_READ_SECONDS | time a reader may take for one file | 120 |
| CANCU_READ_MEMORY_MB | memory a reader may take for one file, in MiB | 1024 |
| CANCU_WORKERS | processes that answer pages; 1 for everything in one process | a processor each, as memory allows |
| CANCU_READERS | files read at the same time | the number of processors but one, at least one |
| CANCU_OCR_WORKERS | pages recognised at the same time | the number of processors |
| CANCU_OCR_PAGE_SECONDS | time for recognising one page | 90 |
| CANCU_OCR_FILE_SECONDS | time for recognising all pages of one file | 3600 |
| CANCU_EMBEDDER_URL | a server with the OpenAI embeddings interface (`http://127.0.0.1:8080/v1`) | the bundled model |
| CANCU_EMBEDDER_MODEL | the model's name at that server | none |
| CANCU_EMBEDDER_KEY | the key that server asks for | none |
| CANCU_EMBEDDER_PREFIXES | what it wants before queries and passages, a bar between | those of e5 for e5, else none |
| CANCU_SESSION_IDLE_MINUTES | a browser that asks nothing for so long is signed out | 480 |
| CANCU_SESSION_DAYS | a browser is signed out after so long, whatever it does | 7 |
| CANCU_RATE_PER_MINUTE | requests that one person, or one address unknown, may send; 0 for no limit | 1200 |
| CANCU_SIGN_INS_PER_MINUTE | sign-ins, set-ups and resets that one address may try; 0 for no limit | 30 |
| CANCU_ALLOWED_HOSTS | names by which the server may be asked for besides this machine's own, comma between | none |
| CANCU_TRUSTED_PROXIES | reverse proxies whose X-Forwarded headers are believed, comma between | none |
| CANCU_OIDC_ISSUER | the OpenID Connect provider's issuer, for signing in with the office's account | none |
| CANCU_OIDC_CLIENT_ID, CANCU_OIDC_CLIENT_SECRET | as what Căn Cứ is registered there | none |
| CANCU_OIDC_NAME | what the button calls it | the issuer's host |
| CANCU_OIDC_SCOPES | what is asked for | `openid email profile` |
| CANCU_OIDC_ROLE_CLAIM | the claim that tells roles; dots lead inside (`realm_access.roles`) | `groups` |
| CANCU_OIDC_ROLES | its values and our roles: `van-thu=clerk, lanh-dao=viewer`; then the provider decides | none |
| CANCU_OIDC_DEFAULT_ROLE | the role of somebody for whom nothing is mapped; none: not let in | none |
| CANCU_OIDC_DEPARTMENT_CLAIM | the claim that lists departments by name | none |
| CANCU_OIDC_DOMAINS | only verified e-mail addresses of these domains, comma between | all |
| CANCU_SHARED | folder of real test material, for tests and benchmarks only | `../shared` beside the project |
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def default_home() -> Path:
    """The platform's folder for an application's data."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "cancu" if base else Path.home() / "AppData" / "Local" / "cancu"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "cancu"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "cancu"


@dataclass(frozen=True)
class Settings:
    """Paths are absolute; sizes in bytes; times in seconds.

    `read_seconds` is for reading a file without OCR; `ocr_page_seconds` for recognising one page, `ocr_file_seconds`
    for recognising all pages of one file. `workers` is 0 for as many as the machine carries. `rate` and `sign_in_rate`
    are per minute, 0 for no limit: an archive that is opened by a program has none, one that is served has those of
    `from_environment`.
    """

    home: Path
    database_url: str
    max_upload: int = 100 * 1024 * 1024
    read_seconds: float = 120.0
    read_memory: int = 1024 * 1024 * 1024
    workers: int = 0
    readers: int = max(1, (os.cpu_count() or 1) - 1)
    ocr_workers: int = os.cpu_count() or 1
    ocr_page_seconds: float = 90.0
    ocr_file_seconds: float = 3600.0
    embedder_url: str = ""
    embedder_model: str = ""
    embedder_key: str = field(default="", repr=False)
    embedder_prefixes: str = ""
    session_idle: float = 480 * 60.0
    session_longest: float = 7 * 24 * 3600.0
    rate: int = 0
    sign_in_rate: int = 0
    allowed_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_name: str = ""
    oidc_scopes: str = "openid email profile"
    oidc_role_claim: str = "groups"
    oidc_roles: Mapping[str, str] = field(default_factory=dict)
    oidc_default_role: str = ""
    oidc_department_claim: str = ""
    oidc_domains: tuple[str, ...] = ()

    @property
    def files(self) -> Path:
        """Folder of the untouched originals, by SHA-256."""
        return self.home / "files"

    @property
    def index(self) -> Path:
        """Folder of the derived index; may be deleted at any time and rebuilt."""
        return self.home / "index"

    @property
    def meaning(self) -> Path:
        """Folder of the vectors and of the model as it is run; may be deleted at any time and made again."""
        return self.home / "meaning"

    @classmethod
    def at(cls, home: Path) -> Settings:
        """Settings for an archive in `home`, everything else at its default."""
        home = home.resolve()
        return cls(home=home, database_url=f"sqlite:///{(home / 'cancu.sqlite').as_posix()}")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read CANCU_* variables. Raises ValueError naming the variable whose value is not a positive number."""
        environ = os.environ if environ is None else environ
        home = Path(environ.get("CANCU_HOME") or default_home()).expanduser().resolve()
        plain = cls.at(home)
        return cls(
            home=home,
            database_url=environ.get("CANCU_DATABASE_URL") or plain.database_url,
            max_upload=int(_number(environ, "CANCU_MAX_UPLOAD_MB", 100) * 1024 * 1024),
            read_seconds=_number(environ, "CANCU_READ_SECONDS", 120),
            read_memory=int(_number(environ, "CANCU_READ_MEMORY_MB", 1024) * 1024 * 1024),
            ocr_workers=max(1, int(_number(environ, "CANCU_OCR_WORKERS", plain.ocr_workers))),
            workers=_count(environ, "CANCU_WORKERS", 0) if environ.get("CANCU_WORKERS") else 0,
            readers=max(1, int(_number(environ, "CANCU_READERS", plain.readers))),
            ocr_page_seconds=_number(environ, "CANCU_OCR_PAGE_SECONDS", 90),
            ocr_file_seconds=_number(environ, "CANCU_OCR_FILE_SECONDS", 3600),
            embedder_url=environ.get("CANCU_EMBEDDER_URL", "").strip().rstrip("/"),
            embedder_model=environ.get("CANCU_EMBEDDER_MODEL", ""),
            embedder_key=environ.get("CANCU_EMBEDDER_KEY", ""),
            embedder_prefixes=environ.get("CANCU_EMBEDDER_PREFIXES", ""),
            session_idle=_number(environ, "CANCU_SESSION_IDLE_MINUTES", 480) * 60,
            session_longest=_number(environ, "CANCU_SESSION_DAYS", 7) * 24 * 3600,
            rate=_count(environ, "CANCU_RATE_PER_MINUTE", 1200),
            sign_in_rate=_count(environ, "CANCU_SIGN_INS_PER_MINUTE", 30),
            allowed_hosts=_several(environ, "CANCU_ALLOWED_HOSTS"),
            trusted_proxies=_several(environ, "CANCU_TRUSTED_PROXIES"),
            **_provider(environ),
        )


_ROLES = ("viewer", "drafter", "clerk", "administrator")


def _provider(environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings of the OpenID Connect provider, all at their defaults where there is none."""
    issuer = environ.get("CANCU_OIDC_ISSUER", "").strip()
    if not issuer:
        return {}
    client = environ.get("CANCU_OIDC_CLIENT_ID", "").strip()
    if not client:
        raise ValueError("CANCU_OIDC_ISSUER needs CANCU_OIDC_CLIENT_ID")
    roles = {}
    for part in filter(None, map(str.strip, environ.get("CANCU_OIDC_ROLES", "").split(","))):
        value, _, role = (each.strip() for each in part.rpartition("="))
        if not value or role not in _ROLES:
            raise ValueError(f"CANCU_OIDC_ROLES must be like van-thu=clerk with a role of {_ROLES}, not {part!r}")
        roles[value] = role
    default = environ.get("CANCU_OIDC_DEFAULT_ROLE", "").strip()
    if default and default not in _ROLES:
        raise ValueError(f"CANCU_OIDC_DEFAULT_ROLE must be one of {_ROLES}, not {default!r}")
    return {
        "oidc_issuer": issuer,
        "oidc_client_id": client,
        "oidc_client_secret": environ.get("CANCU_OIDC_CLIENT_SECRET", ""),
        "oidc_name": environ.get("CANCU_OIDC_NAME", "").strip() or urlsplit(issuer).hostname or issuer,
        "oidc_scopes": environ.get("CANCU_OIDC_SCOPES", "").strip() or "openid email profile",
        "oidc_role_claim": environ.get("CANCU_OIDC_ROLE_CLAIM", "").strip() or "groups",
        "oidc_roles": roles,
        "oidc_default_role": default,
        "oidc_department_claim": environ.get("CANCU_OIDC_DEPARTMENT_CLAIM", "").strip(),
        "oidc_domains": _several(environ, "CANCU_OIDC_DOMAINS"),
    }


def _count(environ: Mapping[str, str], name: str, default: int) -> int:
    raw = (environ.get(name) or "").strip()
    return 0 if raw == "0" else int(_number(environ, name, default))


def _several(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in (environ.get(name) or "").split(",") if part.strip())


def _number(environ: Mapping[str, str], name: str, default: float) -> float:
    raw = environ.get(name)
    if not raw:
        return float(default)
    try:
        value = float(raw)
    except ValueError:
        value = 0.0
    if value <= 0:
        raise ValueError(f"{name} must be a positive number, not {raw!r}")
    return value
