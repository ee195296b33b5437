"""Where an article begins and ends on its page, where the words that trafilatura finds are too few or too many."""

# ruff: noqa: E501 - paragraphs are as long as on a page, and in their own scripts.

import pytest

from reader.document.html import from_html
from reader.document.plain import to_text
from reader.sources.saved.extract import find_article

LEDE = (
    "HARBOUR TOWN (Wire) — The last lamp of the old pier was lit again on Monday night, forty years after a storm "
    "had put it out, and half of the town had come down to the water to see it."
)
PARAGRAPHS = [
    "The lamp had lain in a shed behind the rope works since the winter of the storm, wrapped in sailcloth, until a boy looking for a ball pulled the cloth away.",
    "It took the harbour board two years to find a glass of the right curve. The one they have now was ground by a firm that otherwise makes lids for pots.",
    "Captain Orla Finch, who had steered by the lamp as a girl, was asked to throw the switch. She said that she had expected it to be heavier.",
    "The light can be seen for nine miles. Ships no longer need it, as the board admits, but they have been asked to greet it all the same.",
    "A second lamp, for the northern pier, is in the same shed. Nobody has been found so far who remembers how it was fixed to its post.",
]
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def article_of(html: str) -> str:
    return to_text(find_article(html, from_html(html)).document)


@pytest.mark.parametrize(
    "before",
    [
        f"<div class='teaser'>{LEDE}</div>",
        f"<div class='teaser'>{LEDE}</div><figure><img src='/lamp.jpg'></figure><div>Advertisement</div>",
        f"{LEDE}",
    ],
    ids=["apart", "apart, with a picture and a word between", "bare"],
)
def test_a_lede_that_is_set_apart_belongs_to_the_article(before: str) -> None:
    html = (
        "<html><head><title>The lamp is lit again</title></head><body><ul><li><a href='/'>Home</a></li></ul>"
        f"<h1>The lamp is lit again</h1><div>{before}<div class='article-body'>{BODY}</div></div></body></html>"
    )
    assert article_of(html).split("\n\n") == [LEDE, *PARAGRAPHS]


def test_what_stands_above_the_heading_is_no_lede() -> None:
    notice = "This site keeps small files on your machine, which its owners find useful. By reading on you let them do so, now and later."
    html = (
        f"<html><head><title>The lamp is lit again</title></head><body><div>{notice}</div>"
        f"<h1>The lamp is lit again</h1><div class='article-body'>{BODY}</div></body></html>"
    )
    assert notice not in article_of(html)


@pytest.mark.parametrize(
    "heading", ["Comments", "Comments (2)", "Comentar", "2 Kommentare", "Commentaires", "评论"]
)
def test_what_readers_say_below_is_no_part_of_it(heading: str) -> None:
    said = (
        "<p>What a waste of good lamp oil, says everyone whom I have met at the market this week, and I meet them all there.</p>"
        "<p>My father lit that lamp for eleven years, and he would have liked the pot lid. Thank you for this story, it made my day.</p>"
    )
    html = (
        "<html><head><title>The lamp is lit again</title></head><body><h1>The lamp is lit again</h1>"
        f"<div class='text'><p>{heading}</p>{BODY}<h3>{heading}</h3>{said}</div></body></html>"
    )
    assert article_of(html).removeprefix(f"{heading}\n\n").split("\n\n") == PARAGRAPHS


def test_words_of_a_script_without_spaces_are_not_found_by_their_signs() -> None:
    """Each sign of a tag is somewhere in the text, and so are most pairs of them."""
    text = [
        "ท่าเรือเก่าของเมืองเปิดไฟอีกครั้งในคืนวันจันทร์ หลังจากที่ดับไปนานสี่สิบปี ชาวเมืองครึ่งหนึ่งลงมาดูที่ริมน้ำ และกัปตันเรือเป็นคนเปิดสวิตช์เอง",
        "โคมไฟถูกเก็บไว้ในโรงเก็บของหลังโรงงานทำเชือก ห่อด้วยผ้าใบ จนกระทั่งเด็กชายคนหนึ่งที่กำลังหาลูกบอลดึงผ้าออก และวิ่งไปบอกคณะกรรมการท่าเรือ",
        "คณะกรรมการใช้เวลาสองปีในการหากระจกที่มีความโค้งพอดี แผ่นที่ใช้อยู่ตอนนี้ทำโดยบริษัทที่ปกติแล้วผลิตฝาหม้อ และแสงมองเห็นได้ไกลเก้าไมล์",
        "โคมไฟดวงที่สองสำหรับท่าเรือด้านเหนืออยู่ในโรงเก็บของเดียวกัน แต่ยังไม่พบใครที่จำได้ว่าเคยติดตั้งกับเสาอย่างไร และเรือไม่จำเป็นต้องใช้อีกแล้ว",
    ]
    tags = ["ท่าเรือ", "โคมไฟ", "กัปตัน"]
    html = (
        "<html lang='th'><head><title>โคมไฟ</title></head><body><h1>ท่าเรือเก่าเปิดไฟอีกครั้ง</h1><article>"
        + "".join(f"<p>{each}</p>" for each in text)
        + "".join(f"<div class='tag'><a href='/tag/{each}'>{each}</a></div>" for each in tags)
        + "</article></body></html>"
    )
    assert article_of(html).split("\n\n") == text


@pytest.mark.parametrize(
    ("above", "below"),
    [("<ul>{}</ul>", ""), ("<ul>{}</ul>", "<ul>{}</ul>"), ("<center><ul>{}</ul></center>", "")],
)
def test_a_page_s_menus_are_not_its_article(above: str, below: str) -> None:
    """The quick way takes all of a page whose lines end in `br`."""
    menu = "".join(f"<li><a href='/{n}'>Section {n} of the paper</a> |</li>" for n in range(90))
    html = (
        f"<html><head><title>The lamp is lit again</title></head><body>{above.format(menu)}"
        f"<div class='text'>{'<br><br>'.join(PARAGRAPHS)}</div>{below.format(menu)}</body></html>"
    )
    assert article_of(html).split("\n\n") == PARAGRAPHS


def test_short_lines_amid_prose_stay() -> None:
    """As a recipe's, though they look like a menu."""
    needed = "".join(f"<li>{n} spoons of oil for lamp {n}</li>" for n in range(1, 20))
    html = (
        "<html><head><title>The lamp is lit again</title></head><body><h1>The lamp is lit again</h1><article>"
        f"<p>{PARAGRAPHS[0]}</p><ul>{needed}</ul><p>{PARAGRAPHS[1]}</p></article></body></html>"
    )
    assert "7 spoons of oil" in article_of(html)
