"""Made-up web pages of about 100 kB, no two alike: news, magazines, blogs, wikis, old sites, bare long texts.

Like pages of the web they are mostly not their article: style sheets, scripts, menus, other stories' cards,
icons, comments. Some describe themselves (JSON-LD, meta elements), others say nothing.
"""

# ruff: noqa: E501, SIM905 - HTML and lists of words, which line breaks would only hide

import json
import random
from collections.abc import Callable

SIZE = 100_000
"""Bytes that a page comes to, give or take a tenth."""

_WHO = """the harbour board|a retired pilot|the village council|her youngest brother|the night nurse|the engineers
|two surveyors from the coast|the ferry company|a teacher of geography|the new mayor|the county archivist
|the beekeepers' union|a team of glaciologists|the owner of the mill|the choir|an elderly watchmaker
|the water authority|the apprentice|everyone on the quay|the railway's last signalman""".replace(
    "\n", ""
).split("|")
_DID = """has drawn up|measured|forgot|would rather keep|is paying for|repainted|wrote a long letter about
|counted|never wanted|spent the winter repairing|put off|describes without any sentiment|sold|is looking into
|took apart|voted against|carried up the hill|had promised|cannot explain|photographed""".replace(
    "\n", ""
).split("|")
_WHAT = """the old breakwater|a map of every well|the second bridge|the tide tables|forty barrels of salt
|a timetable that nobody reads|the lamp above the lock|the school's only telescope|a field of late barley
|the pumping station|an orchard behind the station|the register of storms|the cable to the island
|a hundred pages of minutes|the bell that fell in March|a narrow strip of marsh|the price of heating oil
|the museum's glass negatives|a road that floods twice a year|the southern dyke""".replace("\n", "").split(
    "|"
)
_HOW = """before the ice went out|without asking anyone|for the third time this year|with borrowed tools
|although the money is gone|since the autumn of {year}|while the others were at sea|on a budget of {number} crowns
|against the advice of two committees|in a room above the bakery|as it was done {number} years ago
|and said so at the meeting|which pleased hardly anybody|in spite of the wind|to the last detail
|because the insurance demanded it""".replace("\n", "").split("|")
_PLACES = "Ardmoor Brenna Calder Dunholm Eastry Fennick Garrow Holmsey Inverlea Kestrel Larne Mossby".split()
_NAMES = "Ida Tobias Marit Owen Selma Jonas Beth Aron Lene Piet Rosa Anselm".split()
_FAMILIES = "Harrow Lind Okafor Brandt Salo Whitcombe Moreau Tanaka Vesely Quist Adeyemi Roth".split()
_SECTIONS = "News Harbour Weather Farming Letters Science Rail Books Sport Council Obituaries Markets".split()
_CLASSES = "wrap inner row col grid card media body meta teaser title kicker lead link icon badge box".split()


class Page:
    """One page in the making, from its own seed."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)
        self.number = number
        self.place = self.random.choice(_PLACES)
        self.site = f"The {self.place} {self.random.choice(['Post', 'Courier', 'Review', 'Notes', 'Mirror'])}"
        self.author = f"{self.random.choice(_NAMES)} {self.random.choice(_FAMILIES)}"
        self.day = (
            f"20{self.random.randint(10, 25)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
        )
        self.title = f"{self.clause().capitalize()}, {number} days later"
        self.address = f"https://{self.place.lower()}.example/{self.day.replace('-', '/')}/{number}-story"
        self.prefix = "".join(self.random.choices("abcdefgh", k=3))

    def clause(self) -> str:
        pick = self.random.choice
        how = pick(_HOW).format(year=self.random.randint(1950, 2024), number=self.random.randint(12, 9000))
        return f"{pick(_WHO)} {pick(_DID)} {pick(_WHAT)} {how}"

    def sentence(self) -> str:
        words = self.clause()
        if self.random.random() < 0.4:
            words += self.random.choice([", but ", ", and ", "; ", " – "]) + self.clause()
        return words[0].upper() + words[1:] + "."

    def paragraph(self, sentences: int = 0) -> str:
        """Text with some of the marks that writers and their programs put into it."""
        said = [self.sentence() for _ in range(sentences or self.random.randint(1, 4))]
        marked = self.random.random()
        if marked < 0.25:
            said[0] = f'<a href="{self.link()}" data-track="inline">{said[0]}</a>'
        elif marked < 0.4:
            said[-1] = f"<em>{said[-1]}</em>"
        elif marked < 0.5:
            said[0] = f"&ldquo;{said[0]}&rdquo;"
        return " ".join(said)

    def link(self) -> str:
        return f"https://{self.random.choice(_PLACES).lower()}.example/{self.random.randint(1, 10**7)}"

    def name(self) -> str:
        """A class attribute's value as generators of pages make it."""
        return f"{self.prefix}-{self.random.choice(_CLASSES)} {self.prefix}-{self.random.choice(_CLASSES)}--{self.random.randint(1, 9)}"

    def icon(self) -> str:
        path = " ".join(f"{self.random.choice('MLCHV')}{self.random.uniform(0, 24):.2f}" for _ in range(16))
        return f'<svg class="{self.name()}" viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'

    def menu(self, count: int) -> str:
        items = "".join(
            f'<li class="{self.name()}"><a class="{self.name()}" href="{self.link()}">{self.random.choice(_SECTIONS)}'
            f" {self.random.choice(_PLACES)}</a></li>"
            for _ in range(count)
        )
        return f'<nav class="{self.name()}" role="navigation"><ul class="{self.name()}">{items}</ul></nav>'

    def card(self) -> str:
        """Another story's picture, headline and teaser."""
        return f"""<div class="{self.name()}"><a href="{self.link()}"><div class="{self.name()}">
<img class="{self.name()}" loading="lazy" src="/i/{self.random.randint(1, 10**6)}.jpg" srcset="/i/a.jpg 320w, /i/b.jpg 640w" alt="">
</div><span class="{self.name()}">{self.random.choice(_SECTIONS)}</span><h3 class="{self.name()}">{self.clause()}</h3></a>
<p class="{self.name()}">{self.sentence()}</p>{self.icon()}<time datetime="{self.day}">{self.random.randint(1, 23)} hours ago</time></div>"""

    def comment(self) -> str:
        return f"""<li class="comment {self.name()}"><div class="comment-author vcard"><cite>{self.random.choice(_NAMES)}</cite>
<time datetime="{self.day}T10:{self.random.randint(10, 59)}:00Z">{self.day}</time></div><div class="comment-content"><p>{self.sentence()}</p></div></li>"""

    def styles(self, size: int) -> str:
        rules: list[str] = []
        while sum(map(len, rules[-1:])) + 90 * len(rules) < size:
            rules.append(
                f".{self.prefix}-{self.random.choice(_CLASSES)}--{self.random.randint(1, 999)}{{margin:{self.random.randint(0, 40)}px;"
                f"color:#{self.random.randrange(1 << 24):06x};display:flex;flex:1 1 auto}}"
            )
        return f"<style>{''.join(rules)}</style>"

    def state(self, size: int) -> str:
        """What a page's program was given."""
        things: list[dict[str, object]] = []
        while 160 * len(things) < size:
            things.append(
                {
                    "id": self.random.randrange(10**9),
                    "slug": self.link(),
                    "label": self.clause(),
                    "live": True,
                }
            )
        return f"<script>window.__STATE__={json.dumps(things)};if(a<b){{go('</div>')}}</script>"

    def figure(self) -> str:
        return f"""<figure class="{self.name()}"><picture><source srcset="/p/{self.number}.webp" type="image/webp">
<img src="/p/{self.number}.jpg" alt="{self.clause()}" width="1200" height="800"></picture>
<figcaption>{self.sentence()} <span class="credit">Photo: {self.random.choice(_FAMILIES)}</span></figcaption></figure>"""

    def table(self) -> str:
        rows = "".join(
            f"<tr><th>{self.random.choice(_PLACES)}</th><td>{self.random.randint(1, 9999)}</td><td>{self.day}</td></tr>"
            for _ in range(self.random.randint(4, 15))
        )
        return f'<table class="{self.name()}"><tbody>{rows}</tbody></table>'

    def linked_data(self) -> str:
        about = {
            "@context": "https://schema.org", "@type": "NewsArticle", "headline": self.title,
            "datePublished": f"{self.day}T07:15:00+02:00", "author": {"@type": "Person", "name": self.author},
            "publisher": {"@type": "Organization", "name": self.site}, "mainEntityOfPage": self.address,
        }  # fmt: skip
        return f'<script type="application/ld+json">{json.dumps(about)}</script>'

    def metas(self) -> str:
        return f"""<meta property="og:title" content="{self.title}"><meta property="og:site_name" content="{self.site}">
<meta property="og:url" content="{self.address}"><meta name="author" content="{self.author}">
<meta property="article:published_time" content="{self.day}T07:15:00Z"><link rel="canonical" href="{self.address}">"""

    def words(self) -> int:
        """How many paragraphs the article has: mostly few, sometimes many."""
        return int(self.random.choice([6, 9, 12, 16, 20, 30, 45]) * self.random.uniform(0.8, 1.3))


def _news(page: Page) -> tuple[str, str]:
    text = [
        f'<p class="{page.name()}" data-component="text">{page.paragraph()}</p>' for _ in range(page.words())
    ]
    text.insert(2, page.figure())
    text.insert(4, f'<aside class="{page.name()}"><h4>Read more</h4>{page.card()}</aside>')
    return (
        page.metas() + page.linked_data(),
        f"""<main id="content"><article class="{page.name()}"><header>
<span class="{page.name()}">{page.random.choice(_SECTIONS)}</span><h1 class="{page.name()}">{page.title}</h1>
<p class="byline">By <a rel="author" href="{page.link()}">{page.author}</a></p><time datetime="{page.day}T07:15:00Z">{page.day}</time>
</header><div class="{page.name()}">{"".join(text)}</div></article></main>""",
    )


def _magazine(page: Page) -> tuple[str, str]:
    text = []
    for place in range(page.words()):
        text.append(
            f'<div class="{page.name()}"><div class="{page.name()}"><p>{page.paragraph()}</p></div></div>'
        )
        if place % 7 == 3:
            text.append(f"<blockquote><p>{page.sentence()}</p></blockquote>")
        if place % 9 == 5:
            text.append(page.figure() + f"<h2>{page.clause().capitalize()}</h2>")
    body = f'<div class="{page.name()}"><h1>{page.title}</h1><div class="{page.name()}">{page.author}</div>{"".join(text)}</div>'
    return (
        page.metas(),
        f'<div id="root"><div class="{page.name()}"><div class="{page.name()}">{body}</div></div></div>',
    )


def _blog(page: Page) -> tuple[str, str]:
    text = "\n".join(f"<p>{page.paragraph()}</p>" for _ in range(page.words()))
    notes = "".join(f"<li>{page.sentence()}</li>" for _ in range(5))
    comments = "".join(page.comment() for _ in range(page.random.randint(5, 30)))
    return (
        "",
        f"""<div id="page"><div id="primary"><div class="post hentry" id="post-{page.number}"><h1 class="entry-title">{page.title}</h1>
<div class="entry-meta">Posted on {page.day} by {page.author}</div><div class="entry-content">{text}<ul>{notes}</ul>
<pre><code>measure --at quay --every 10m\nplot depth.csv</code></pre></div></div>
<div id="comments"><ol class="comment-list">{comments}</ol></div></div></div>""",
    )


def _wiki(page: Page) -> tuple[str, str]:
    parts = []
    for section in range(max(3, page.words() // 4)):
        parts.append(f'<h2><span id="s{section}">{page.clause().capitalize()}</span><span>[edit]</span></h2>')
        parts += [
            f'<p>{page.paragraph()}<sup><a href="#c{section}">[{section}]</a></sup></p>' for _ in range(4)
        ]
        parts.append(
            page.table()
            if section % 3 == 1
            else f"<ul>{''.join(f'<li>{page.sentence()}</li>' for _ in range(4))}</ul>"
        )
    return (
        "",
        f'<div id="content"><h1 id="firstHeading">{page.title}</h1><div id="bodyContent">{"".join(parts)}</div></div>',
    )


def _old(page: Page) -> tuple[str, str]:
    text = "<br><br>\n".join(page.paragraph() for _ in range(page.words()))
    return (
        "",
        f"""<table width="100%" border="0"><tr><td width="160" valign="top"><font size="1">{page.menu(20)}</font></td>
<td valign="top"><font face="Arial" size="4"><b>{page.title}</b></font><br><font size="2">{page.author}, {page.day}</font><p>
<font face="Times">{text}</font></td></tr></table>""",
    )


def _bare(page: Page) -> tuple[str, str]:
    """A long text and nothing else."""
    text: list[str] = []
    while sum(map(len, text[-1:])) + len(text) * 420 < SIZE:
        text.append(f"<p>{page.paragraph()}</p>")
    return "", f"<h1>{page.title}</h1>\n" + "\n".join(text)


_DESIGNS: dict[Callable[[Page], tuple[str, str]], int] = {
    _news: 6, _magazine: 4, _blog: 4, _wiki: 3, _old: 2, _bare: 1
}  # fmt: skip
"""The kinds of pages, and how many in twenty are of each."""


def made_page(number: int) -> str:
    """The page with this number, always the same."""
    page = Page(number)
    design = random.Random(-number - 1).choices(list(_DESIGNS), list(_DESIGNS.values()))[0]
    head, article = design(page)
    start = f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{page.title} | {page.site}</title>{head}'
    if design is _bare:
        return f"{start}</head><body>{article}</body></html>"
    room = max(10_000, SIZE - len(article))
    top = page.styles(room * 2 // 10) + page.state(room * 3 // 10)
    cards: list[str] = []
    while sum(map(len, cards[-1:])) * len(cards) < room * 3 // 10:
        cards.append(page.card())
    around = page.menu(room // 10 // 130)
    return f"""{start}{top}</head><body class="{page.name()}"><header class="{page.name()}">{page.icon()}{around}</header>
{article}<section class="{page.name()}"><h2>More from {page.site}</h2>{"".join(cards)}</section>
<footer class="{page.name()}">{page.menu(room // 10 // 130)}<p>&copy; {page.site}. All rights reserved.</p></footer></body></html>"""
