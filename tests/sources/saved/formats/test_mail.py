"""Mailed newsletters, mailboxes, and pages saved as MHTML."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

import base64

import pytest

from tests.sources.saved.formats.lamp import (
    PAGE,
    PARAGRAPHS,
    SENTENCE,
    URL,
    assert_is_page,
    captured_at,
    read_all,
    read_one,
)


def test_a_mailed_newsletter() -> None:
    article = read_one(
        "From: Quay Letter <letter@quay.example>\nTo: me@home.example\nSubject: =?utf-8?q?The_l=C3=A4mp?=\n"
        "Date: Fri, 24 May 2024 13:25:00 +0600\nList-Id: The Quay <quay.list.example>\nMessage-ID: <1@quay.example>\n"
        "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=BB\n\n--BB\n"
        f"Content-Type: text/plain; charset=utf-8\n\nView this post on the web at {URL}\n\nThe lamp.\n--BB\n"
        f"Content-Type: text/html; charset=utf-8\n\n{PARAGRAPHS}\n--BB--\n",
        "letter.eml",
    )
    assert (article.title, article.author, article.site) == ("The lämp", "Quay Letter", "The Quay")
    assert (article.link, article.key) == (URL, "1@quay.example")
    assert article.published
    assert (article.published.iso(), article.published.zone) == ("2024-05-24T07:25:00Z", "+06:00")
    assert article.text.startswith(SENTENCE)
    assert article.facts["title"].header == "Subject"


@pytest.mark.parametrize("letters", [None, 400, 401, 402, 403])
def test_a_message_that_breaks_off(letters: int | None) -> None:
    encoded = "Content-Transfer-Encoding: base64\n" if letters else ""
    html = base64.b64encode(PARAGRAPHS.encode()).decode()[:letters] if letters else PARAGRAPHS[:-40]
    article = read_one(
        "From: A <a@quay.example>\nSubject: The lamp\nDate: Fri, 24 May 2024 13:25:00 +0600\nMIME-Version: 1.0\n"
        f"Content-Type: multipart/alternative; boundary=BB\n\n--BB\nContent-Type: text/html\n{encoded}\n{html}",
        "letter.eml",
    )
    assert article.text.startswith(SENTENCE)
    assert article.ignored == ("the message breaks off and its end is missing",)


def test_a_page_saved_as_a_message_that_breaks_off() -> None:
    article = read_one(
        f"From: <Saved by Blink>\nSnapshot-Content-Location: {URL}\nSubject: The lamp\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; boundary="M"\n\n--M\nContent-Type: text/html\n'
        f"Content-Location: {URL}\n\n{PAGE}\n",
        "page.mhtml",
    )
    assert_is_page(article)
    assert article.ignored == ("the message breaks off and its end is missing",)


def test_a_mailbox_holds_many() -> None:
    message = "From a@b Fri May 24 13:25:00 2024\nFrom: A <a@b.example>\nSubject: {}\nDate: Fri, 24 May 2024 13:25:00 +0600\n\nThe message.\n>From here on.\n\n"
    articles = read_all("".join(message.format(number) for number in range(3)), "letters.mbox")
    assert [article.title for article in articles] == ["0", "1", "2"]
    assert all("From here on." in article.text and ">" not in article.text for article in articles)
    assert [article.ignored for article in articles] == [(), (), ()]


def test_messages_of_a_mailbox_that_say_nothing_are_counted() -> None:
    begun = "From a@b Fri May 24 13:25:00 2024\nFrom: A <a@b.example>\n"
    (article,) = read_all(f"{begun}Subject: One\n\nThe message.\n\n{begun}\n\n{begun}\n\n", "letters.mbox")
    assert article.text == "The message."
    assert article.ignored == ("of its 3 messages, 2 without text left out",)


def test_mhtml_keeps_the_day_of_saving_apart() -> None:
    encoded = PAGE.replace("=", "=3D")
    article = read_one(
        f"From: <Saved by Blink>\nSnapshot-Content-Location: {URL}\nSubject: =?utf-8?Q?The=20lamp=E2=80=A6?=\n"
        "Date: Sat, 15 Jun 2024 10:00:00 -0000\nMIME-Version: 1.0\nContent-Type: multipart/related;\n"
        '\ttype="text/html";\n\tboundary="--M"\n\n----M\nContent-Type: text/html\n'
        f"Content-Transfer-Encoding: quoted-printable\nContent-Location: {URL}\n\n{encoded}\n----M--\n",
        "page.mhtml",
    )
    assert_is_page(article)
    assert (article.link, captured_at(article)) == (URL, "2024-06-15T10:00:00Z")
