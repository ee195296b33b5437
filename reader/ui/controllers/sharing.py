"""Giving an article away: to a file, or to a command of its reader's."""

import asyncio
import shlex
from collections.abc import Callable, Coroutine
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import TYPE_CHECKING

from reader.document.plain import to_text
from reader.document.sanitize import clean_line
from reader.model import Article
from reader.store.articles import articles
from reader.ui.article.pages import load_body
from reader.ui.text.titles import title_of

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen


def write(screen: "MainScreen") -> None:
    """Writes the article to a Markdown file, once it is told where."""
    _give(screen, _write)


def pipe(screen: "MainScreen") -> None:
    """Gives the article's text to a command, once it is told which."""
    _give(screen, _pipe)


def _give(
    screen: "MainScreen", giving: "Callable[[MainScreen, Article], Coroutine[None, None, None]]"
) -> None:
    identity = screen.shown.current_id
    article = None if identity is None else articles.article(screen.db, screen.reading.source(identity))
    if article is not None:
        screen.run_worker(giving(screen, article), group="question", exclusive=True, exit_on_error=False)


async def _write(screen: "MainScreen", article: Article) -> None:
    from reader.library.articles.export import file_name, with_front_matter
    from reader.ui.dialogs.ask import AskDialog

    name = file_name(article.headline)
    typed = await screen.app.push_screen_wait(AskDialog("Write to a file", "Path of a Markdown file", name))
    if typed is None or not typed.strip():
        return
    text = with_front_matter(article, load_body(screen.db, article.headline.id))
    path = await asyncio.to_thread(_written, typed.strip(), name, text)
    if path is None:
        screen.tell_error(f"{clean_line(typed)} is there already")
    else:
        screen.tell(f"Written to {clean_line(str(path))}")


def _written(typed: str, name: str, text: str) -> Path | None:
    """Writes a new file, or one of that name in a folder; None where it is there already."""
    from reader.library.files import write_whole

    path = Path(typed).expanduser()
    path = path / name if path.is_dir() else path
    if path.exists():
        return None
    write_whole(path, text.encode())
    return path


async def _pipe(screen: "MainScreen", article: Article) -> None:
    from reader.ui.dialogs.ask import AskDialog

    typed = await screen.app.push_screen_wait(AskDialog("Pipe", "Command that is given the article's text"))
    try:
        argv = shlex.split(typed or "")
    except ValueError as error:
        screen.tell_error(f"That is no command: {error}")
        return
    if argv:
        text = f"{title_of(article.headline.title)}\n\n{to_text(load_body(screen.db, article.headline.id))}\n"
        screen.run_worker(_run(screen, argv, text), group="pipe", exit_on_error=False)


async def _run(screen: "MainScreen", argv: list[str], text: str) -> None:
    """Runs the command itself, never a shell; what it prints is not shown."""
    name = clean_line(argv[0])
    try:
        process = await asyncio.create_subprocess_exec(
            *argv, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
        )
    except (OSError, ValueError) as error:
        screen.tell_error(f"{name} cannot be run: {getattr(error, 'strerror', None) or error}")
        return
    try:
        await process.communicate(text.encode())
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode:
        screen.tell_error(f"{name} failed ({process.returncode})")
    else:
        screen.tell(f"{name} has taken the article")
