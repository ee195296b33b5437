"""Real servers for tests: an own folder for each, own processes, and feeds on loopback.

All that is written lies in the server's folder, and what can be used again in `cache()`. Each process has a
session of its own and listens on loopback or a socket file only. `stop` ends those processes and no other:
process, session and start must be the ones that were written down. Linux, as it reads /proc.

As a program: `python processes.py PORT FOLDER` serves the feed files of a folder.
"""

import contextlib
import fcntl
import http.server
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any


class Failed(Exception):
    """A server cannot be had here; the text is a sentence."""


def cache() -> Path:
    """Return the folder of what is installed once, for its owner to write and all to read."""
    place = Path(tempfile.gettempdir()) / f"newsreader-servers-{os.getuid()}"
    place.mkdir(mode=0o755, exist_ok=True)
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o022:
        raise Failed(f"{place} belongs to somebody else")
    return place


class FeedHandler(http.server.SimpleHTTPRequestHandler):
    """Answers `/a/b.xml` and, as proxies are asked, `http://any.host/a/b.xml` with a file of the folder.

    Everything else is 404, nothing is forwarded and CONNECT is refused: a server that has this as its proxy
    cannot leave the machine.
    """

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        root = Path(self.directory).resolve()
        file = (root / path.lstrip("/")).resolve()
        if not file.is_relative_to(root) or not file.is_file():
            return self.answer(404, b"no such feed\n")
        return self.answer(200, file.read_bytes())

    do_HEAD = do_GET  # noqa: N815

    def do_CONNECT(self) -> None:
        self.answer(403, b"no way out\n")

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def feed_files(folder: Path) -> list[tuple[str, str]]:
    """Return the feeds below a folder: the server's folder for each, or "", and its path."""
    found = (file.relative_to(folder) for file in sorted(folder.rglob("*.xml")))
    return [(path.parts[0] if len(path.parts) == 2 else "", path.as_posix()) for path in found]


class Processes:
    """The processes of one server, in its folder; `facts` outlive the process that started them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._file = self.folder / "state.json"
        self.started: list[dict[str, Any]] = []
        self.facts: dict[str, Any] = {}
        self._own: dict[int, subprocess.Popen[bytes]] = {}
        """Those that this process started itself, and has to wait for."""
        with contextlib.suppress(OSError, ValueError):
            kept = json.loads(self._file.read_text())
            self.started, self.facts = kept["started"], kept["facts"]

    def keep(self) -> None:
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps({"started": self.started, "facts": self.facts}))
        part.replace(self._file)

    def start(
        self,
        name: str,
        words: Sequence[str],
        env: Mapping[str, str],
        cwd: Path | None = None,
        end: int = signal.SIGTERM,
    ) -> "subprocess.Popen[bytes]":
        """Start a process in a session of its own, and write it down before anything else."""
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(env),
                cwd=cwd,
                start_new_session=True,
            )
        self._own[process.pid] = process
        found = _stat(process.pid)
        self.started.append(
            {"name": name, "pid": process.pid, "began": found[1] if found else 0, "end": int(end)}
        )
        self.keep()
        return process

    def serve(
        self,
        name: str,
        command: Callable[[int], Sequence[str]],
        answers: Callable[[int], bool],
        env: Mapping[str, str],
        cwd: Path | None = None,
    ) -> int:
        """Start a server on a free port and wait until it answers. Returns the port. Raises `Failed`."""
        for _ in range(4):
            port = free_port()
            process = self.start(name, command(port), env, cwd)
            until = time.monotonic() + 60
            while process.poll() is None and time.monotonic() < until:
                if answers(port):
                    time.sleep(0.1)
                    if process.poll() is None:  # else another's answer, on a port that was lost to it
                        return port
                time.sleep(0.05)
            self.stop(name)
        last = (self.folder / f"{name}.log").read_text(errors="replace").strip().splitlines()[-3:]
        raise Failed(f"{name} did not come up: {' | '.join(last)}")

    def serve_feeds(self, feeds: Path) -> int:
        """Start the server of the feed files."""
        return self.serve(
            "feeds",
            lambda port: [sys.executable, str(Path(__file__).resolve()), str(port), str(feeds)],
            lambda port: answered(f"http://127.0.0.1:{port}/"),
            clean_env(),
        )

    def stop(self, name: str | None = None) -> None:
        """End what was started, the last first, and wait until it is gone."""
        for entry in reversed(self.started.copy()):
            if name in (None, entry["name"]):
                for sent, patience in ((entry["end"], 8.0), (signal.SIGKILL, 8.0)):
                    self._end(entry["pid"], entry["began"], sent, patience)
                self.started.remove(entry)
                self.keep()

    def _end(self, leader: int, began: int, sent: int, patience: float) -> None:
        for pid in _session(leader, began):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sent)
        until = time.monotonic() + patience
        while _session(leader, began) and time.monotonic() < until:
            time.sleep(0.05)
        if leader in self._own and self._own[leader].poll() is not None:
            del self._own[leader]


def _stat(pid: int) -> tuple[int, int, str] | None:
    """Return session, start in ticks since boot, and state of a process; None where there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return None
    return int(fields[3]), int(fields[19]), fields[0]


def _session(leader: int, began: int) -> list[int]:
    """Return the living processes of a session; none where its number means another's process."""
    head = _stat(leader)
    if head and head[1] != began:
        return []
    every = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [
        pid for pid in every if (at := _stat(pid)) and at[0] == leader and at[1] >= began and at[2] != "Z"
    ]


@contextlib.contextmanager
def lock(file: Path) -> Iterator[None]:
    """Hold a file's lock: one process at a time installs."""
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answered(url: str, data: bytes | None = None) -> bool:
    """Return whether an HTTP server answers there, whatever it says."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(url, data, timeout=5).close()
    except urllib.error.HTTPError as error:
        error.close()
    except OSError:
        return False
    return True


def clean_env(way_out: int | None = None, **more: str) -> dict[str, str]:
    """Return the environment without the caller's proxies and settings of Python.

    With `way_out`, a port of a feed server, all that is not for loopback is sent there, where it ends.
    """
    dropped = ("pythonpath", "pythonhome", "virtual_env", "flask_", "php_", "pg", "coverage", "pytest")
    env = {name: value for name, value in os.environ.items() if not name.lower().startswith(dropped)}
    env = {name: value for name, value in env.items() if not name.lower().endswith("_proxy")}
    if way_out:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            env[name] = env[name.upper()] = f"http://127.0.0.1:{way_out}"
        env["no_proxy"] = env["NO_PROXY"] = "127.0.0.1,localhost"
    return env | more


def run(
    words: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str],
    cwd: Path | None = None,
    given: str = "",
    seconds: float = 120,
) -> str:
    """Run to the end. Returns what was printed. Raises `Failed`, also after so many seconds."""
    try:
        done = subprocess.run(
            words, input=given, capture_output=True, text=True, env=dict(env), cwd=cwd, timeout=seconds
        )
    except FileNotFoundError:
        raise Failed(f"there is no {words[0]} here") from None
    except subprocess.TimeoutExpired:
        raise Failed(f"{words[0]} took over {seconds:g} seconds") from None
    with log.open("a") as file:
        file.write(f"$ {' '.join(words)}\n{done.stdout}{done.stderr}\n")
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise Failed(f"{Path(words[0]).name} ended with {done.returncode}: {' | '.join(last)}")
    return done.stdout


if __name__ == "__main__":
    at, served = int(sys.argv[1]), str(Path(sys.argv[2]).resolve())
    http.server.ThreadingHTTPServer(
        ("127.0.0.1", at), lambda *given: FeedHandler(*given, directory=served)
    ).serve_forever()
