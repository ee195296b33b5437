"""Stories of what leaves the reader, in a real terminal and by commands."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from reader.store.database.connection import open_store
from tests.terminal import Terminal
from tests.ui.screen import add_feed, parsed


def test_an_article_is_written_and_piped_and_all_of_a_feed_become_a_book(tmp_path: Path) -> None:
    data, clippings = tmp_path / "data", tmp_path / "clippings"
    settings = tmp_path / "config.toml"
    settings.write_text(f'export_dir = "{clippings}"\n', encoding="utf-8")
    db = open_store(data / "library.db")
    add_feed(db, "Harbour", [parsed(1, "The ferry is late", text="It waits for the tide.")])
    add_feed(db, "Council", [parsed(2, "The hall is sold")])
    db.close()
    command = [sys.executable, "-m", "reader", "--data-dir", str(data), "--config", str(settings)]
    with Terminal([*command, "--offline"], os.environ, 140, 30) as terminal:
        terminal.wait_for("The ferry is late")
        terminal.send("gg" if "The ferry" in terminal.text.splitlines()[2] else "j")
        terminal.send("w")
        terminal.wait_for("Write to a file")
        terminal.send("\x15ferry.html\r")  # ctrl+u empties the line
        terminal.wait_for("Written to")
        terminal.send("|")
        terminal.wait_for("Pipe")
        terminal.send("wc -w\r")
        terminal.wait_for(lambda text: " wc " in text and "9" in text)
        terminal.send("q")
        terminal.wait_for("1 of 2")
        terminal.send("Q")
        assert terminal.exit_code() == 0
    assert "<h1>The ferry is late</h1>" in (clippings / "ferry.html").read_text(encoding="utf-8")
    book = tmp_path / "council.epub"
    for words in (["--epub", str(book)], ["--html", str(clippings)], ["--markdown", str(clippings)]):
        for _ in range(2):
            subprocess.run([*command, "export", "feed:council", *words], check=True, capture_output=True)
    assert sorted(path.name for path in clippings.iterdir()) == [
        "The-hall-is-sold-2.html",
        "The-hall-is-sold-2.md",
        "ferry.html",
        "index.html",
    ]
    with ZipFile(book) as opened:
        chapters = [name for name in opened.namelist() if name.startswith("text/")]
        assert len(chapters) == 1
        assert b"The hall is sold" in opened.read(chapters[0])
    full = subprocess.run(
        [*command, "export", "--epub", "/dev/full/x"], capture_output=True, text=True, check=False
    )
    assert full.returncode == 1
    assert full.stderr.splitlines() == ["newsreader: /dev/full/x: Not a directory"]
