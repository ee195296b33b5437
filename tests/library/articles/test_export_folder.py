"""Exported Markdown files: names that every file system takes, and nobody else's file replaced."""

import os
import re
import sys
import unicodedata
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from msgspec.structs import replace

from reader.config import Paths, Settings
from reader.library.articles.export import as_files
from reader.library.articles.export_folder import Form
from reader.library.library import Library, open_library
from reader.model import ParsedArticle
from reader.store.articles.saving import save_article
from reader.store.database.connection import transaction

NAMES = [
    "../../x", "/etc/passwd", "..", ".", "", "x" * 300, "🦀" * 300, "a\0b", "a\nb", "-rf", ".bashrc", "CON",
    "a.", "a ", "a/b\\c", "~", "$(touch x)", "Twin", "twin", "one title", "one title", "\x1b]0;x\x07",
    "é" * 300, "नमस्ते" * 60, "a\u202eb", "x.md", "|", "NUL.txt", "a:b", "\udcff",
    unicodedata.normalize("NFC", "Zoë"), unicodedata.normalize("NFD", "Zoë"),
]  # fmt: skip
"""Titles that are no names of files."""


def fill(library: Library, titles: Sequence[str]) -> Library:
    with transaction(library.db):
        for number, title in enumerate(titles):
            text = title.encode("utf-8", "replace").decode()
            article = ParsedArticle(title=text, link=f"https://e.example/{number}", text="x")
            save_article(library.db, article, now=1_795_000_000 + number)
    return library


def another(folder: Path, titles: Sequence[str]) -> Library:
    return fill(open_library(Paths(folder / "data", folder / "config.toml"), Settings()), titles)


def refuse(complaint: str) -> None:
    raise AssertionError(complaint)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_title_makes_one_file_inside_the_folder(library: Library, tmp_path: Path) -> None:
    fill(library, NAMES)
    out = tmp_path / "deep" / "out"
    before = set(tree(tmp_path))
    assert as_files(library, out, refuse) == len(NAMES)
    made = set(tree(tmp_path)) - before
    assert len(made) == len(NAMES)
    for name in made:
        path = Path(name)
        assert path.parent == Path("deep/out")
        assert len(path.name.encode()) <= 160
        assert path.name.isprintable()
        assert not path.name.startswith(("-", "."))
        assert path.name.endswith(".md")
    folded = {unicodedata.normalize("NFC", name).casefold() for name in made}
    assert len(folded) == len(NAMES)


FORMS: list[Form] = [".md", ".html"]


@pytest.mark.parametrize("form", FORMS)
def test_exporting_again_replaces_the_same_files(library: Library, tmp_path: Path, form: Form) -> None:
    fill(library, ["One", "Two </title>"])
    as_files(library, tmp_path / "out", refuse, form=form)
    first = tree(tmp_path / "out")
    with library.db:
        library.db.execute("UPDATE article SET title = 'Renamed' WHERE title = 'One'")
    assert as_files(library, tmp_path / "out", refuse, form=form) == 2
    assert tree(tmp_path / "out").keys() == first.keys()
    assert {Path(name).suffix for name in first} == {form}
    assert b"Renamed" in b"".join(tree(tmp_path / "out").values())


def test_both_forms_share_a_folder(library: Library, tmp_path: Path) -> None:
    fill(library, ["One"])
    for form in FORMS * 2:
        assert as_files(library, tmp_path / "out", refuse, form=form) == 1
    assert len(tree(tmp_path / "out")) == 3, "the pages have one more that lists them"


@pytest.mark.parametrize("form", FORMS)
def test_another_librarys_files_stay(library: Library, tmp_path: Path, form: Form) -> None:
    titles = [f"Article {number}" for number in range(60)]
    fill(library, titles)
    other = another(tmp_path / "other", titles)
    out = tmp_path / "out"
    assert as_files(other, out, refuse, form=form) == 60
    theirs = tree(out)
    for _ in range(2):
        assert as_files(library, out, refuse, form=form) == 60
        assert len([name for name in tree(out) if not name.startswith("index")]) == 120
        assert theirs.items() <= tree(out).items()
    other.db.close()


@pytest.mark.skipif(sys.platform != "linux", reason="its names are text")
def test_a_page_whose_name_is_no_text_is_listed(library: Library, tmp_path: Path) -> None:
    fill(library, ["One", "Two"])
    out = tmp_path / "out"
    as_files(library, out, refuse, form=".html")
    name = os.fsencode(out) + b"/caf\xe9-1.html"
    os.rename(out / "One-1.html", name)
    assert as_files(library, out, refuse, form=".html") == 2
    assert b">One<" in Path(os.fsdecode(name)).read_bytes()
    assert 'href="./caf%E9-1.html"><bdi>One<' in (out / "index.html").read_text()


def test_a_file_of_the_readers_own_and_a_link_stay(library: Library, tmp_path: Path) -> None:
    fill(library, ["One", "Two", "Three"])
    out, precious = tmp_path / "out", tmp_path / "precious"
    out.mkdir()
    precious.write_text("mine")
    (out / "One-1.md").write_text('# mine\n\nnewsreader: "0/1"\n')
    (out / "Two-2.md").symlink_to(precious)
    (out / "Three-3.md").mkdir()
    assert as_files(library, out, refuse) == 3
    assert (out / "One-1.md").read_text() == '# mine\n\nnewsreader: "0/1"\n'
    assert (out / "Two-2.md").is_symlink()
    assert precious.read_text() == "mine"
    assert len(os.listdir(out)) == 6


def test_a_file_that_has_no_name_left_is_named(library: Library, tmp_path: Path) -> None:
    fill(library, ["One"])
    out = tmp_path / "out"
    as_files(library, out, refuse)
    for path in out.iterdir():
        path.write_text("mine")
    complaints: list[str] = []
    assert as_files(library, out, complaints.append) == 1
    for path in out.iterdir():
        path.write_text("mine")
    assert as_files(library, out, complaints.append) == 0
    assert complaints == ["article 1 is not written: another file has its name"]
    assert {path.read_text() for path in out.iterdir()} == {"mine"}


def test_a_fifo_in_the_folder_is_not_waited_for(library: Library, tmp_path: Path) -> None:
    fill(library, ["One"])
    out = tmp_path / "out"
    out.mkdir()
    os.mkfifo(out / "One-1.md")
    assert as_files(library, out, refuse) == 1


def test_a_library_that_is_read_only_is_exported_to_the_same_files(library: Library, tmp_path: Path) -> None:
    fill(library, ["One"])
    library.db.execute("DELETE FROM state WHERE name = 'export'")
    mine = replace(library, readonly=True)
    for _ in range(2):
        assert as_files(mine, tmp_path / "out", refuse) == 1
    assert len(os.listdir(tmp_path / "out")) == 1


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_exports_are_their_owners_alone(library: Library, tmp_path: Path, umask: int) -> None:
    fill(library, ["One"])
    out = tmp_path / "deep" / "out"
    old = os.umask(umask)
    try:
        as_files(library, out, refuse)
    finally:
        os.umask(old)
    assert [path.stat().st_mode & 0o777 for path in (out.parent, out, *out.iterdir())] == [
        0o700,
        0o700,
        0o600,
    ]


def test_a_folder_of_pages_has_a_page_that_lists_all_of_them(library: Library, tmp_path: Path) -> None:
    fill(library, ['<b>Bold</b> & "co"', "../up", "\u05e9\u05dc\u05d5\u05dd", "x" * 300])
    out = tmp_path / "out"
    found = [id for (id,) in library.db.execute("SELECT id FROM article ORDER BY id")]
    assert as_files(library, out, refuse, form=".html", found=found[:2]) == 2
    assert as_files(library, out, refuse, form=".html", found=found[2:]) == 2
    index = (out / "index.html").read_text()
    named = {unquote(unescape(name)) for name in re.findall(r'href="\./([^"]*)"', index)}
    assert named == set(os.listdir(out)) - {"index.html"}, "all that are there, also from before"
    assert '<bdi>&lt;b&gt;Bold&lt;/b&gt; &amp; "co"</bdi>' in index
    assert "4 articles" in index
    for name in named:
        assert '<a href="./index.html">All articles</a>' in (out / name).read_text()
    before = tree(out)
    as_files(library, out, refuse, form=".html", found=found)
    assert tree(out) == before


def test_somebody_elses_index_is_left_alone(library: Library, tmp_path: Path) -> None:
    fill(library, ["one"])
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("mine")
    assert as_files(another(tmp_path / "other", ["two"]), out, refuse, form=".html") == 1
    assert as_files(library, out, refuse, form=".html") == 1
    assert (out / "index.html").read_text() == "mine"
    assert len(list(out.glob("index-????????.html"))) == 2
