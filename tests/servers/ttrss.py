"""A throw-away Tiny Tiny RSS (Debian's package, with PostgreSQL), on loopback.

    python -m tests.servers.ttrss up FEEDS DIR     starts one and prints how to log in
    python -m tests.servers.ttrss down DIR         ends it

Every .xml file below the folder FEEDS is a feed; a folder in it is a category. PHP and PostgreSQL are
installed with apt-get where they are missing, which needs root; the packages of tt-rss are only unpacked, so
that nothing is set up on the system. It refuses feeds on loopback, so its feeds are `http://feeds.test/PATH`,
and a proxy on loopback answers them from FEEDS and nothing else. DIR must be one that every user may enter.
"""

import hashlib
import json
import os
import shutil
import signal
import time
from collections.abc import Iterable
from pathlib import Path

from tests.servers.processes import Failed, Processes, answered, cache, clean_env, feed_files, lock, run

KIND = "ttrss"

_TO_INSTALL = ("php-cli", "php-pgsql", "php-curl", "php-intl", "php-mbstring", "php-xml")
_TO_UNPACK = ("tt-rss", "php-php-gettext", "php-psr-log")
_MODULES = ("pdo_pgsql", "curl", "intl", "mbstring", "dom")
_SETTINGS = {
    "DB_TYPE": "pgsql", "DB_USER": "ttrss", "DB_NAME": "ttrss", "DB_PASS": "", "DB_PORT": "5432",
    "MYSQL_CHARSET": "UTF8",
    "SINGLE_USER_MODE": False, "SIMPLE_UPDATE_MODE": False, "AUTH_AUTO_CREATE": False,
    "AUTH_AUTO_LOGIN": False, "ICONS_DIR": "feed-icons", "ICONS_URL": "feed-icons", "FORCE_ARTICLE_PURGE": 0,
    "ENABLE_REGISTRATION": False, "REG_NOTIFY_ADDRESS": "nobody@example.org", "REG_MAX_USERS": 9,
    "SESSION_COOKIE_LIFETIME": 86400, "SMTP_FROM_NAME": "nobody", "SMTP_FROM_ADDRESS": "nobody@example.org",
    "DIGEST_SUBJECT": "none",
    "CHECK_FOR_UPDATES": False, "ENABLE_GZIP_OUTPUT": False, "PLUGINS": "auth_internal",
    "LOG_DESTINATION": "", "CONFIG_VERSION": 26, "_SKIP_SELF_URL_PATH_CHECKS": True,
    "SELF_URL_PATH": "http://127.0.0.1/",
}  # fmt: skip


class TinyTinyRss:
    """One running server with one account."""

    kind = KIND

    def __init__(self, folder: Path) -> None:
        self.processes = Processes(folder)
        self.folder = self.processes.folder
        self.user = "alice"
        self.password = "alice-word"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.processes.facts['port']}/api/"

    def up(self, feeds: Path) -> None:
        """Install it where it is missing, start it, subscribe to all feeds, fetch. Raises `Failed`."""
        self._unpacked = _installed()
        self.folder.chmod(0o755)
        for user in ("postgres", "www-data"):
            self._run(*_as_user(user), "test", "-x", str(self.folder))
        self.processes.facts = {"feeds": str(feeds), "feeds_port": self.processes.serve_feeds(feeds)}
        self._start_database()
        self._fill_database()
        self._copy_pages()
        self.refresh()
        self.processes.facts["port"] = self.processes.serve(
            "server",
            lambda port: [*self._php(), "-S", f"127.0.0.1:{port}", "-t", str(self._pages)],
            lambda port: answered(f"http://127.0.0.1:{port}/api/", b'{"op": "isLoggedIn"}'),
            self._env(PHP_CLI_SERVER_WORKERS="4"),
            self._pages,
        )
        self.processes.keep()

    def refresh(self) -> None:
        """Let it fetch all feeds; files that are new are subscribed to."""
        who = f"(SELECT id FROM ttrss_users WHERE login = {_literal(self.user)})"
        statements = []
        for category, path in feed_files(Path(self.processes.facts["feeds"])):
            url, name = _literal(f"http://feeds.test/{path}"), _literal(Path(path).stem)
            titled = f"owner_uid = {who} AND title = {_literal(category)}"
            inside = f"(SELECT id FROM ttrss_feed_categories WHERE {titled})"
            if category:
                statements.append(
                    f"INSERT INTO ttrss_feed_categories (owner_uid, title) SELECT {who}, {_literal(category)}"
                    f" WHERE NOT EXISTS {inside};"
                )
            # -1 keeps all articles: it would leave out what is old when it arrives, too.
            statements.append(
                "INSERT INTO ttrss_feeds (owner_uid, title, feed_url, cat_id, purge_interval)"
                f" SELECT {who}, {name}, {url}, {inside if category else 'NULL'}, -1 WHERE NOT EXISTS"
                f" (SELECT FROM ttrss_feeds WHERE owner_uid = {who} AND feed_url = {url});"
            )
        for kept in (self.folder / "cache" / "feeds").glob("*.xml"):
            kept.unlink()  # it uses again what it fetched a short while ago
        statements += [
            "UPDATE ttrss_users SET last_login = NOW();",
            "UPDATE ttrss_feeds SET last_updated = '1970-01-01', last_update_started = NULL;",
        ]
        self.sql("".join(statements))
        self._run(*self._php(), "update.php", "--feeds", "--quiet", cwd=self._pages, env=self._env())

    def down(self) -> None:
        self.processes.stop()

    def change_password(self) -> str:
        """Give the account another password, as its user would elsewhere; sessions end. Returns it."""
        self.password = self.password + "-2"
        self.sql(
            f"UPDATE ttrss_users SET pwd_hash = {_hash(self.password)}, salt = ''; DELETE FROM ttrss_sessions"
        )
        return self.password

    def end_sessions(self) -> None:
        """Let all logins end."""
        self.sql("DELETE FROM ttrss_sessions")

    def purge(self, ids: Iterable[str]) -> None:
        """Drop articles, as servers do with old ones."""
        self.sql(
            f"DELETE FROM ttrss_user_entries WHERE ref_id IN ({', '.join(str(int(id_)) for id_ in ids)})"
        )

    def sql(self, statement: str, user: str = "ttrss", database: str = "ttrss") -> str:
        """Run statements on its database. Returns what they print."""
        words = [
            str(_postgres() / "psql"),
            "-qAt",
            "-X",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            str(self.folder / "db"),
        ]
        return self._run(*words, "-U", user, "-d", database, "-f", "-", given=statement)

    def _start_database(self) -> None:
        place = self._folder_of("postgres", self.folder / "db")
        if len(os.fsencode(place)) > 85:
            raise Failed(f"the path of {place} is too long for a socket file")
        env, programs, data = clean_env(HOME=str(place)), _postgres(), place / "data"
        words = ["-D", str(data), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N", "-U", "postgres"]
        self._run(*_as_user("postgres"), str(programs / "initdb"), *words, env=env, cwd=Path("/"))
        careless = [f"-c{name}=off" for name in ("fsync", "synchronous_commit", "full_page_writes")]
        listen = ["-clisten_addresses=", "-k", str(place), "-cunix_socket_permissions=0777"]
        command = [*_as_user("postgres"), str(programs / "postgres"), "-D", str(data), *listen, *careless]
        process = self.processes.start("database", command, env, Path("/"), signal.SIGQUIT)  # ends at once
        until = time.monotonic() + 60
        while True:
            try:
                self.sql("CREATE ROLE ttrss LOGIN", "postgres", "postgres")
                break
            except Failed:
                if process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.1)
        self.sql("CREATE DATABASE ttrss OWNER ttrss", "postgres", "postgres")

    def _fill_database(self) -> None:
        """Make the account. Feeds of those who have not logged in lately are not fetched, and whoever never
        opened the web page has no preferences, and so no API.
        """
        self.sql((self._unpacked / "schema" / "ttrss_schema_pgsql.sql").read_text())
        self.sql(
            "UPDATE ttrss_prefs SET def_value = 'true' WHERE pref_name = 'ENABLE_API_ACCESS';"
            "UPDATE ttrss_prefs SET def_value = '0' WHERE pref_name = 'PURGE_OLD_DAYS';"
            "INSERT INTO ttrss_users (login, pwd_hash, access_level, last_login)"
            f" VALUES ({_literal(self.user)}, {_hash(self.password)}, 0, NOW());"
            "INSERT INTO ttrss_user_prefs (owner_uid, pref_name, value) SELECT u.id, p.pref_name, p.def_value"
            " FROM ttrss_users u CROSS JOIN ttrss_prefs p WHERE u.login <> 'admin';"
        )

    def _copy_pages(self) -> None:
        """Put the package's tree in place, with our settings for the system's."""
        share = self.folder / "share"
        shutil.copytree(self._unpacked.parent, share, symlinks=True)
        for name in ("config.php", "feed-icons"):
            (self._pages / name).unlink()
        self._folder_of("www-data", self._pages / "feed-icons")
        var = self._folder_of("www-data", self.folder / "var")
        kept = self._folder_of("www-data", self.folder / "cache")
        for name in ("images", "upload", "export", "feeds", "starred-images"):
            self._folder_of("www-data", kept / name)
        settings = _SETTINGS | {
            "DB_HOST": str(self.folder / "db"),
            "LOCK_DIRECTORY": str(var),
            "CACHE_DIR": str(kept),
            "PHP_EXECUTABLE": shutil.which("php") or "php",
            "_HTTP_PROXY": f"http://127.0.0.1:{self.processes.facts['feeds_port']}",
        }
        lines = [f"define('{name}', {json.dumps(value)});" for name, value in settings.items()]
        (self._pages / "config.php").write_text("<?php\n" + "\n".join(lines).replace("$", "\\$") + "\n")

    @property
    def _pages(self) -> Path:
        return self.folder / "share" / "tt-rss" / "www"

    def _php(self) -> list[str]:
        errors = f"error_log={self.folder / 'var' / 'php.log'}"
        quiet = ["-d", "display_errors=0", "-d", "log_errors=1", "-d", errors]
        return [*_as_user("www-data"), shutil.which("php") or "php", *quiet]

    def _env(self, **more: str) -> dict[str, str]:
        return clean_env(self.processes.facts["feeds_port"], HOME=str(self.folder / "var"), **more)

    def _run(
        self, *words: str, given: str = "", cwd: Path | None = None, env: dict[str, str] | None = None
    ) -> str:
        return run(words, log=self.folder / "commands.log", env=env or clean_env(), cwd=cwd, given=given)

    def _folder_of(self, user: str, path: Path) -> Path:
        path.mkdir(parents=True)
        if not os.geteuid():
            shutil.chown(path, user, user)
        return path


def _postgres() -> Path:
    """Return the folder of the newest PostgreSQL's programs. Raises `Failed`."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not found:
        raise Failed("PostgreSQL is not installed")
    return max(found, key=lambda path: int(path.parent.name))


def _installed() -> Path:
    """Return the unpacked package's folder; PHP and PostgreSQL are there then. Raises `Failed`."""
    place = cache() / "ttrss"
    log = cache() / "ttrss.log"
    with lock(cache() / "ttrss.lock"):
        missing = _missing(log)
        if missing and os.geteuid():
            raise Failed(f"{' '.join(missing)} must be installed first, which needs root")
        if missing or not (place / "ready").exists():
            try:
                _install(place, missing, log)
            except Failed:
                _apt("update", "-qq", log=log)  # its lists were missing or old
                _install(place, missing, log)
    return place / "usr" / "share" / "tt-rss"


def _missing(log: Path) -> list[str]:
    modules = run(["php", "-m"], log=log, env=clean_env()).lower().split() if shutil.which("php") else []
    missing = [] if all(name in modules for name in _MODULES) else [*_TO_INSTALL]
    return missing + ([] if [*Path("/usr/lib/postgresql").glob("*/bin/initdb")] else ["postgresql"])


def _install(place: Path, missing: list[str], log: Path) -> None:
    if missing:
        quick = ["-o", "DPkg::Lock::Timeout=30", "-o", "Dpkg::Options::=--force-unsafe-io"]
        _apt("install", "-y", "-qq", "--no-install-recommends", *quick, *missing, log=log)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    _apt("download", "-qq", *_TO_UNPACK, log=log, cwd=place)
    for package in place.glob("*.deb"):
        run(["dpkg-deb", "-x", str(package), str(place)], log=log, env=clean_env())
    (place / "ready").touch()


def _apt(*words: str, log: Path, cwd: Path | None = None) -> None:
    patience = [
        "-o",
        "Acquire::Retries=0",
        "-o",
        "Acquire::http::Timeout=15",
        "-o",
        "Acquire::https::Timeout=15",
    ]
    env = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", *patience, *words], log=log, env=env, cwd=cwd)


def _as_user(name: str) -> list[str]:
    """Return what comes before a command: neither PostgreSQL nor tt-rss runs as root."""
    return [] if os.geteuid() else ["setpriv", f"--reuid={name}", f"--regid={name}", "--clear-groups"]


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _hash(password: str) -> str:
    return _literal("SHA1:" + hashlib.sha1(password.encode()).hexdigest())


if __name__ == "__main__":
    from tests.servers.program import main

    main(TinyTinyRss)
