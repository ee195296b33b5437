"""A library in many scripts: titles and texts about whose width terminals disagree, with English between."""

from pathlib import Path

from reader.document.blocks import Block, Cell, Document, Span
from reader.document.serialization import serialize
from reader.model import Date, FeedState, ParsedArticle, ParsedFeed
from reader.store.database.connection import open_store
from reader.store.feeds import feeds, responses

SAMPLES = {
    "English": "The ferry leaves at nine and comes back before the rain does",
    "Bengali": "বর্ষার শেষে নদীর ঘাটে আবার নৌকা ভিড়েছে, দোকানিরা ছাতা সরিয়ে রোদে মাছ শুকোতে দিয়েছে",
    "Hindi": "पहाड़ी स्टेशन की छोटी रेलगाड़ी फिर चल पड़ी, यात्रियों ने खिड़कियों से कोहरे को हाथ हिलाया",
    "Tamil": "கடற்கரை நூலகத்தில் பழைய புத்தகங்களை மாணவர்கள் ஒவ்வொரு ஞாயிறும் ஒழுங்குபடுத்துகிறார்கள்",
    "Thai": "ตลาดน้ำยามเช้ากลับมาคึกคักอีกครั้ง แม่ค้าพายเรือขายก๋วยเตี๋ยวและผลไม้ตามฤดูกาล",
    "Arabic": "مكتبة متنقلة (على ظهر دراجة) تصل إلى 50 قرية، ومعها قصص للأطفال وخرائط قديمة.",
    "Hebrew": "ספרייה על גלגלים (12 מדפים) מגיעה אל הכפרים שבהר, ובה סיפורים ומפות ישנות.",
    "Persian": "کتابخانه‌ی کوچک بندر دوباره باز شد و پیرمردها کنار پنجره روزنامه می‌خوانند.",
    "Chinese": "山脚下的旧车站改成了书店，老人们在站台上晒太阳，孩子们听火车的故事。",
    "Japanese": "港の灯台に小さな図書室が開き、漁師たちは夜明け前に本を借りていく。",
    "Korean": "산골 우체국이 작은 도서관이 되었고 아이들은 눈 오는 날에도 찾아온다.",
    "Emoji": "👩‍👩‍👧 🇩🇪🇧🇩 ❤️ 👍🏽 🏴‍☠️ 1️⃣ ☀️ a family, flags, a heart and a thumb in a row",
    "Marks": "Zażółć gęślą jaźń, Việt Nam, e\u0301te\u0301, नमस्ते and ไม่มี between English words",
}
"""A title of each script, by its name: own sentences."""

LINKED = "يمكن قراءة الدليل كله على موقع المكتبة (2026)."
"""A sentence of which a word is a link."""

TABLE = (
    (Cell("المدينة", head=True), Cell("الكتب", head=True)),
    (Cell("البصرة"), Cell("120")),
    (Cell("حلب"), Cell("85")),
)

LATE = "إعادة الكتب قبل يوم 15 من الشهر، وإلا دفع القارئ غرامة صغيرة."

STRUCTURE = (
    Block("heading", "كيف تعمل المكتبة", level=2),
    Block("paragraph", LINKED, (Span(18, 22, "link", "https://library.example/guide"),), rtl=True),
    Block("paragraph", "استعارة كتاب واحد كل أسبوع.", indent=1, marker="•", rtl=True),
    Block("paragraph", LATE, indent=1, marker="•", rtl=True),
    Block("paragraph", "أول خطوة: البطاقة.", indent=1, marker="1.", rtl=True),
    Block("paragraph", "الكتاب خير جليس، كما يقول أمين المكتبة كل صباح.", quote=1, rtl=True),
    Block("code", 'print("مرحبا")  # تحية', src="python"),
    Block("table", "", rows=TABLE),
)
"""An Arabic article with all that an article may have."""

NOW = 1_795_253_400
"""21 November 2026, 09:30 UTC."""


def make_scripts_library(path: Path) -> None:
    """Make the store at that path: an article that has all scripts, and one of each."""
    db = open_store(path)
    everything = tuple(
        block
        for name, text in SAMPLES.items()
        for block in (Block("heading", name, level=2), Block("paragraph", f"{text} {text}"))
    )
    made = [_article(0, "All scripts, each in a paragraph of its own", everything)]
    for number, (name, text) in enumerate(SAMPLES.items(), 1):
        blocks = (Block("paragraph", f"{name}."), *(Block("paragraph", text) for _ in range(3)))
        made.append(_article(number, text, blocks))
    made.append(_article(len(made), "English title of an Arabic article", STRUCTURE))
    url = "https://scripts.example/feed"
    identity, _ = feeds.add_feed(db, url, title="বিশ্বের লিপি", folder="ספרים", now=NOW)
    state = FeedState(id=identity, url=url, last_checked=NOW, last_ok=NOW, next_due=NOW + 10**6)
    responses.keep_response(db, state, ParsedFeed(articles=tuple(made)), now=NOW)
    db.close()


def _article(number: int, title: str, blocks: tuple[Block, ...]) -> ParsedArticle:
    text = " ".join(block.text for block in blocks)
    return ParsedArticle(
        key=f"script-{number}", title=title, link=f"https://scripts.example/{number}", author="Isla Brown",
        published=Date(NOW - number * 3600), body=serialize(Document(blocks)), text=text,
        words=len(text.split()), complete="full",
    )  # fmt: skip
