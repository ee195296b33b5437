"""Where an article begins and ends on its page, where the words that trafilatura finds are too few or too many."""

# ruff: noqa: E501 - paragraphs are as long as on a page, and in their own scripts.

import textwrap

import pytest

from reader.document.html.reader import from_html, tree_of
from reader.document.plain import to_text
from reader.sources.saved.web.extract import _agreement, _chosen, _Words, find_article

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


def paragraph(number: int) -> str:
    return f"<p>{PARAGRAPHS[number]}</p>"


def page_of(body: str) -> str:
    return (
        "<html><head><title>The lamp is lit again</title></head><body><ul><li><a href='/'>Home</a></li></ul>"
        f"<h1>The lamp is lit again</h1>{body}</body></html>"
    )


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


def test_a_lede_below_related_pages_belongs_to_the_article() -> None:
    """But not what stands above those."""
    video = "Our own camera was there: see how the lamp was carried up to the top of the pier by six men of the harbour board, and how they came down again."
    related = "".join(
        f"<li>Video: how the lamp of the old pier was carried up, part {n}</li>" for n in range(6)
    )
    html = (
        "<html><head><title>The lamp is lit again</title></head><body><h1>The lamp is lit again</h1>"
        f"<div>{video}</div><ul>{related}</ul><div class='teaser'>{LEDE}</div><div class='text'>{BODY}</div></body></html>"
    )
    assert article_of(html).split("\n\n") == [LEDE, *PARAGRAPHS]


def test_a_last_sentence_that_begins_like_a_button_stays() -> None:
    last = "Share it we must, said the captain of the lamp's light, and so the board has voted to let the ships of the next harbour be greeted too."
    html = (
        "<html><head><title>The lamp is lit again</title></head><body><h1>The lamp is lit again</h1>"
        f"<article>{BODY}<p>We use cookies, {last}</p></article></body></html>"
    )
    assert article_of(html).endswith(last)


def test_what_stands_above_the_heading_is_no_lede() -> None:
    notice = "This site keeps small files on your machine, which its owners find useful. By reading on you let them do so, now and later."
    html = (
        f"<html><head><title>The lamp is lit again</title></head><body><div>{notice}</div>"
        f"<h1>The lamp is lit again</h1><div class='article-body'>{BODY}</div></body></html>"
    )
    assert notice not in article_of(html)


NOTICE = "To show you this page we and our 214 partners keep small files on your machine and read them again, to tell advertisers what you liked. You can withdraw your consent at any time."
PLEA = "This article is free to read thanks to our members. If you value reporting from the harbour, please think of a small gift each month that keeps our four reporters at work."


@pytest.mark.parametrize("said", [NOTICE, PLEA], ids=["notice", "plea"])
@pytest.mark.parametrize(
    "page",
    [
        "<div>{said}</div><article><h1>The lamp is lit again</h1>{body}</article>",
        "<div>{said}</div><article>{body}</article>",
        "<h1>The lamp is lit again</h1><div class='plea'><p>{said}</p></div><div class='text'>{body}</div>",
        "<h1>The lamp is lit again</h1><div>{said}</div><figure><img src='/lamp.jpg'></figure><div>{body}</div>",
    ],
    ids=["above the heading", "without a heading", "below the heading", "above a picture"],
)
def test_what_the_site_asks_of_its_readers_is_no_lede(said: str, page: str) -> None:
    html = f"<html><head><title>The lamp is lit again</title></head><body>{page.format(said=said, body=BODY)}</body></html>"
    assert article_of(html).removeprefix("The lamp is lit again\n\n").split("\n\n") == PARAGRAPHS


def test_teasers_above_an_article_without_a_heading_are_no_ledes() -> None:
    teasers = "".join(f"<p>{LEDE.replace('lamp', word)}</p>" for word in ("crane", "bell"))
    html = f"<html><head><title>The lamp is lit again</title></head><body><div>{teasers}</div><article>{BODY}</article></body></html>"
    assert article_of(html).split("\n\n") == PARAGRAPHS


def test_a_word_on_cookies_right_above_the_text_is_no_part_of_it() -> None:
    """Also where it is taken for the article's beginning."""
    cookies = "We use cookies to learn what our readers like and to show them advertising. You can change your choice at any time."
    html = (
        "<html><head><title>The lamp is lit again</title></head><body><main><h1>The lamp is lit again</h1>"
        f"<p>{cookies}</p>{BODY}</main></body></html>"
    )
    assert article_of(html).removeprefix("The lamp is lit again\n\n").split("\n\n") == PARAGRAPHS


@pytest.mark.parametrize(
    "button", ["<p><a href='#said'>12 comments</a></p>", "<div>Leave a comment</div>", "<p>Comments</p>"]
)
def test_nothing_is_lost_below_a_button_amid_the_text(button: str) -> None:
    more = [f"{text} So it was told at the market." for text in PARAGRAPHS]
    rest = "".join(f"<p>{text}</p>" for text in more)
    html = (
        "<html><head><title>The lamp is lit again</title></head><body><article><h1>The lamp is lit again</h1>"
        f"{BODY}{button}{rest}</article></body></html>"
    )
    assert [text for text in article_of(html).split("\n\n") if len(text) > 30] == [*PARAGRAPHS, *more]


def test_what_readers_say_below_a_line_is_told_by_names_and_buttons() -> None:
    said = "".join(
        f"<div><span>{name}</span><p>What a waste of good lamp oil, says everyone whom I have met this week.</p><a href='#'>Reply</a></div>"
        for name in ("Anna", "Bert")
    )
    html = (
        "<html><head><title>The lamp is lit again</title></head><body><article><h1>The lamp is lit again</h1>"
        f"{BODY}<div>2 comments</div>{said}</article></body></html>"
    )
    assert article_of(html).removeprefix("The lamp is lit again\n\n").split("\n\n") == PARAGRAPHS


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Python for sailors", f"<h2>Variables</h2><p>{PARAGRAPHS[1]}</p>"),
        ("Why the papers of the coast closed their comments", f"<p>{PARAGRAPHS[2]}</p>"),
    ],
    ids=["another part follows", "the article is on comments"],
)
def test_a_part_named_comments_belongs_to_the_article(title: str, rest: str) -> None:
    html = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{BODY}"
        f"<h2>Comments</h2><p>{LEDE}</p>{rest}</article></body></html>"
    )
    found = article_of(html).split("\n\n")
    assert found[found.index("Comments") + 1] == LEDE
    assert found[-1] in rest


@pytest.mark.parametrize(
    "heading",
    [
        "Comments",
        "Schreibe einen Kommentar",
        "Laisser un commentaire",
        "Deja una respuesta",
        "Comments (2)",
        "Comentar",
        "2 Kommentare",
        "Commentaires",
        "评论",
    ],
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


def test_a_rule_between_paragraphs_stays_and_one_beside_what_is_left_out_goes() -> None:
    first, *rest = (f"<p>{text}</p>" for text in PARAGRAPHS)
    html = (
        f"<html><head><title>The lamp is lit again</title></head><body><hr><article><h1>The lamp is lit again</h1>"
        f"<hr>{first}<hr>{rest[0]}{''.join(rest[1:])}<hr></article><hr><footer>Imprint</footer></body></html>"
    )
    document = find_article(html, from_html(html)).document
    kinds = [block.kind for block in document.blocks if block.kind in ("rule", "paragraph")]
    assert kinds[-6:] == ["paragraph", "rule", *["paragraph"] * 4]
    assert "rule" not in kinds[:-5]


CONSENT = "<div><h3>External content</h3><p>Here you would see a post. To see it you must agree that data are sent to others.</p><p>Load it</p></div>"


@pytest.mark.parametrize(("times", "stays"), [(2, True), (3, False), (4, False)])
def test_a_paragraph_that_stands_three_times_is_furniture(times: int, stays: bool) -> None:
    parts = [f"<p>{text}</p>" + (CONSENT if n < times else "") for n, text in enumerate(PARAGRAPHS)]
    html = f"<html><head><title>The lamp is lit again</title></head><body><article><h1>The lamp is lit again</h1>{''.join(parts)}</article></body></html>"
    text = article_of(html)
    assert [paragraph in text for paragraph in PARAGRAPHS] == [True] * 5
    assert ("must agree" in text, "External content" in text) == (stays, stays)


def test_what_is_said_several_times_and_pages_that_hold_their_article_several_times_stay() -> None:
    said = "".join(f"<p>{text}</p><p>Yes, she said.</p>" for text in PARAGRAPHS)
    assert article_of(f"<html><body><article>{said}</article></body></html>").count("Yes, she said.") == 5
    refrain = "<p>And the lamp goes round,<br>round and round again</p>"
    verse = refrain.join(f"<p>{text}</p>" for text in PARAGRAPHS)
    assert article_of(f"<html><body><article>{verse}</article></body></html>").count("round and round") == 4
    copies = f"<article>{BODY}</article>" * 3
    assert PARAGRAPHS[0] in article_of(f"<html><body>{copies}</body></html>")


MORE = [
    "Shipowners from three counties paid for the wiring, which follows the old tramway beneath the quay and comes up beside the customs house in a green iron box.",
    "Children of the primary school painted their names inside that box before its lid was bolted down. Nobody is expected to open it again within their lifetime.",
    "Whoever wants to climb the staircase needs sturdy shoes: every step was cut from a different ship's deck, and the twelfth still carries its brass number.",
]
REST = "".join(f"<p>{text}</p>" for text in MORE)
BOX = "<div class='box'><p>Read more</p><a href='/bell'>The bell of the market rings again</a></div>"
MENU = "<ul><li><a href='/'>Home</a></li></ul>"


@pytest.mark.parametrize(
    "page",
    [
        f"<div><div class='article-body'>{BODY}</div><div class='ad'>Advertisement</div><div class='article-body'>{REST}</div></div>",
        f"<article><section class='article-content'>{BODY}</section>{BOX}<section class='article-content'>{REST}</section></article>",
        f"<main><div class='c'><div class='post-content'>{BODY}</div></div>{BOX}<div class='c'><div class='post-content'>{REST}</div></div></main>",
        f"<div><div itemprop='articleBody'>{BODY}</div><div class='ad'>Advertisement</div>{REST}</div>",
    ],
    ids=["two bodies", "a box between sections", "each in an element", "beside its beginning"],
)
def test_an_article_goes_on_behind_an_advertisement(page: str) -> None:
    """Where trafilatura takes the first of its pieces for all of it."""
    html = f"<html><head><title>The lamp is lit again</title></head><body>{MENU}<h1>The lamp is lit again</h1>{page}</body></html>"
    text = article_of(html)
    assert text.removeprefix("The lamp is lit again\n\n").split("\n\n") == [*PARAGRAPHS, *MORE]


@pytest.mark.parametrize(
    "after",
    [
        f"<div class='comment-text'>{REST}</div>",
        f"<p>2 comments</p><div class='article-body'>{REST}</div>",
        f"<h1>The bell rings</h1><div class='article-body'>{REST}</div>",
        f"<h3><a href='https://news.example/bell'>The bell rings</a></h3><div class='article-body'>{REST}</div>",
        f"<h3>The bell rings</h3><div class='article-body'><p>{MORE[0]}</p></div>",
    ],
    ids=["another element", "comments", "another article", "a teaser", "a teaser that looks like it"],
)
def test_what_follows_an_article_does_not_belong_to_it(after: str) -> None:
    html = (
        f"<html><head><title>The lamp is lit again</title></head><body>{MENU}<h1>The lamp is lit again</h1>"
        f"<div><div><div class='article-body'>{BODY}</div></div>{BOX}{after}</div></body></html>"
    )
    text = article_of(html)
    assert text.removeprefix("The lamp is lit again\n\n").split("\n\n") == PARAGRAPHS


def test_a_short_sentence_between_two_paragraphs_belongs_to_them() -> None:
    """Also where trafilatura drops it, as it does where it says no more than a line that it saw before."""
    short = "The board would not say what the lamp had cost, and nobody asked."
    html = page_of(
        f"<div class='text'>{paragraph(0)}{paragraph(1)}<p class='caption'>{short}</p>{paragraph(2)}{paragraph(3)}</div>"
    )
    assert short in article_of(html).split("\n\n")


def test_a_list_of_others_at_the_end_does_not_belong_to_the_article() -> None:
    others = "".join(
        f"<li>{word}: all that you have to know about it this year</li>"
        for word in ("Cranes", "Bells", "Ropes")
    )
    html = page_of(f"<article>{BODY}<p>Related articles</p><ul>{others}</ul></article>")
    assert article_of(html).removeprefix("The lamp is lit again\n\n").split("\n\n") == PARAGRAPHS


def test_what_is_told_below_a_button_stays() -> None:
    last = "Nobody has yet climbed the stairs by night."
    html = page_of(f"<article>{BODY}<p>Related articles</p><p>{last}</p></article>")
    assert article_of(html).endswith(last)


def test_letters_with_marks_of_their_own_do_not_hide_an_article() -> None:
    """Pages from a Mac write an accent as a character of its own, and trafilatura joins it to its letter."""
    decomposed = BODY.replace("a", "a\u0308").replace("o", "o\u0308")
    text = article_of(page_of(f"<article>{decomposed}</article>"))
    assert text.removeprefix("The lamp is lit again\n\n").split("\n\n") == [
        text.replace("a", "a\u0308").replace("o", "o\u0308") for text in PARAGRAPHS
    ]


def test_items_stay_where_the_words_above_announce_them() -> None:
    """Also those of which trafilatura loses a part, as it does where they begin with code or a link."""
    items = [
        "Fixed a crash when lamp --light was asked of a lamp that had no glass in it (#21627).",
        "The keeper command rings the bell now and does not only write it down (#21581).",
        "Fixed the bell on Sundays (#21093).",
        "Added missing stars to lamp.stars.all (#21880).",
    ]
    listed = "".join(
        f"<li>{text.replace('lamp --light', '<a href=./l><code>lamp --light</code></a>').replace('(#', '(<a href=./t>#')}</li>\n"
        for text in items
    )
    html = page_of(
        f"<p>This is the second lamp of the year, and it mends what was found wrong with the first one:</p><ul>{listed}</ul>"
        f"{paragraph(1)}{paragraph(2)}<h4>Previous topic</h4><ul><li><a href='/a'>The first lamp of the year</a></li></ul>"
    )
    text = article_of(html)
    assert all(item in text for item in items)
    assert "Previous" not in text


def test_lines_that_a_page_breaks_amid_its_sentences_agree_as_a_whole() -> None:
    broken = "\n".join(textwrap.fill(text, 16) for text in PARAGRAPHS)
    agreed = [_agreement(block, _Words.of(broken)) for block in from_html(BODY).blocks]
    assert len(agreed) == len(PARAGRAPHS)
    assert min(agreed) >= 0.6


def test_a_line_that_announces_each_list_is_no_furniture() -> None:
    parts = "".join(
        f"<h3>Part {number} of the lamp</h3>{paragraph(number)}<p>In the drawer of the keeper you find:</p>"
        f"<ul><li>A cloth of size {number} for the glass.</li></ul>"
        for number in range(4)
    )
    assert article_of(page_of(parts)).count("In the drawer of the keeper you find:") == 4


def test_headings_between_the_article_s_paragraphs_stay_whatever_is_said_of_its_words() -> None:
    page = from_html(page_of(f"{paragraph(0)}<h3>The glass</h3>{paragraph(1)}{paragraph(2)}<h3>Related</h3>"))
    found = _chosen(page, tree_of(""), "\n".join(PARAGRAPHS[:3]))
    assert to_text(found.document).split("\n\n") == [PARAGRAPHS[0], "The glass", *PARAGRAPHS[1:3]]


@pytest.mark.parametrize("element", ["article", "div"])
def test_a_short_article_ends_where_its_readers_begin_to_speak(element: str) -> None:
    said = "".join(
        f"<div class='reply'><b>Bo {number}</b><p>{PARAGRAPHS[number % 5]} So they say, and I say so {number} times.</p></div>"
        for number in range(40)
    )
    html = page_of(f"<{element}>{paragraph(0)}{paragraph(1)}</{element}><div><h3>Comments</h3>{said}</div>")
    assert article_of(html).split("\n\n") == PARAGRAPHS[:2]
