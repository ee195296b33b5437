"""What each file of `files/` says, written down by hand: facts, and which lines are the text."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Expected:
    """None: not stated by the file, so not asked of it; `none`: there must be none."""

    title: str
    body: str
    """Line numbers."""
    at: str | None = None
    """Publication in UTC, where the file gives a time of day."""
    day: str | None = None
    zone: str | None = None
    updated: str | None = None
    captured: str | None = None
    author: str | None = None
    site: str | None = None
    credit: str | None = None
    url: str | None = None
    mtime: str | None = None
    """The file's own time, where a date needs it."""


EXPECTED = {
    "01-time-before-date.txt": Expected(
        title="Ferry to the islands runs again after winter repairs",
        at="2024-04-22T16:04:00Z",
        zone="Africa/Nairobi",
        author="Coast Correspondent",
        site="Harbour Online",
        captured="2024-06-02",
        credit="Supplied",
        body="14 16 18 20",
    ),
    "02-zone-inside-two-dates.txt": Expected(
        title="Village raises money for a bell that nobody has heard in eighty years",
        at="2024-04-27T14:56:00Z",
        zone="Europe/London",
        updated="2024-04-27T14:57:00Z",
        author="Dolores Finch",
        body="13 15 17",
    ),
    "03-glued-byline-and-label.txt": Expected(
        title="Commuters rescue a swan from the ticket hall",
        at="2024-07-17T10:21:00Z",
        zone="Europe/London",
        author="Jen Milford",
        updated="2024-07-17T17:39:00Z",
        body="5 6 7",
    ),
    "04-update-without-day.txt": Expected(
        title="Ministers agree on a common timetable for night trains",
        at="2026-01-06T12:55:00Z",
        zone="+01:00",
        author="Marta Oliveira",
        updated="2026-01-06T13:20:00Z",
        body="6 8 10",
    ),
    "05-date-in-slashed-byline.txt": Expected(
        title="Monsoon reaches the southern coast four days early",
        at="2024-09-02T11:37:00Z",
        zone="Asia/Kolkata",
        author="Anita Rao",
        body="6 7 8",
    ),
    "06a-zone-after-time-jst.txt": Expected(
        title="Robot bakery opens beside the old castle moat",
        at="2024-10-13T08:41:00Z",
        zone="Asia/Tokyo",
        author="Kenji Mori, Aiko Tani",
        body="4 5 6",
    ),
    "06b-hour-only-pacific.txt": Expected(
        title="A lighthouse keeper looks back on forty foggy summers",
        at="2023-06-26T12:00:00Z",
        zone="America/Los_Angeles",
        author="Ruth Calder",
        body="6 7 8",
    ),
    "07-glued-year-and-time.txt": Expected(
        title="Central bank keeps its rate and hints at a cut in spring",
        at="2024-03-07T07:55:00Z",
        zone="UTC",
        author="Lena Hoff",
        body="4 5 6",
    ),
    "08-time-on-the-next-line.txt": Expected(
        title="Town switches its street lamps off at midnight to save power",
        at="2025-11-28T13:26:00Z",
        zone="Africa/Johannesburg",
        author="Thabo Nkosi",
        site="The Highveld Citizen",
        body="10 11 12",
    ),
    "09-german-labelled.txt": Expected(
        title="Wanderer findet im Moor ein Boot aus der Bronzezeit",
        at="2026-05-13T13:44:00Z",
        zone="Europe/Berlin",
        author="Felix Brandt, Jutta Sommer",
        body="8 9 10 11",
    ),
    "10-three-line-date.txt": Expected(
        title="Seilbahn steht still: Dohlen nisten im Antrieb",
        at="2025-06-05T13:44:00Z",
        zone="Europe/Berlin",
        updated="2025-06-06T19:18:00Z",
        body="7 8 9",
    ),
    "11-french-relative-and-clock.txt": Expected(
        title="Le dernier cinéma du port rouvre avec un film muet",
        at="2026-01-06T13:16:00Z",
        zone="+01:00",
        author="Claire Morvan",
        updated="2026-01-06T15:40:00Z",
        body="7 8 9",
    ),
    "12-chinese-date-and-source.txt": Expected(
        title="山区小学迎来第一座图书馆",
        at="2024-04-24T15:52:00Z",
        zone="Asia/Shanghai",
        site="晨光网",
        author="李晓明",
        body="5 6 7",
    ),
    "13-japanese-glued-author.txt": Expected(
        title="廃校の体育館が地域の映画館に",
        at="2025-01-13T12:37:00Z",
        zone="Asia/Tokyo",
        author="渡部洋子",
        body="5 6 7",
    ),
    "13b-japanese-source-and-length.txt": Expected(
        title="港の魚市場が夜も営業、観光客でにぎわう",
        at="2025-01-14T12:17:00Z",
        zone="Asia/Tokyo",
        site="みなと新聞",
        body="3 4 5",
    ),
    "14-korean-input-label.txt": Expected(
        title="폐역이 된 간이역, 주민들의 도서관으로",
        at="2026-07-12T13:09:00Z",
        zone="Asia/Seoul",
        author="박준서",
        body="5 6 7",
    ),
    "15-bracketed-offset.txt": Expected(
        title="Chợ nổi đón khách trở lại sau mùa nước lớn",
        at="2025-10-22T12:25:00Z",
        zone="+07:00",
        body="7 8 9",
    ),
    "15b-indonesian-slashes.txt": Expected(
        title="Nelayan pantai utara tanam seribu pohon bakau",
        at="2026-01-20T11:30:00Z",
        zone="Asia/Jakarta",
        body="3 4 5",
    ),
    "16-swedish-glued-update.txt": Expected(
        title="Älgen som bor på fotbollsplanen får stanna",
        at="2025-10-23T08:23:00Z",
        zone="Europe/Stockholm",
        updated="2025-10-23T10:17:00Z",
        author="Karin Lund",
        body="6 7 8",
    ),
    "16b-danish-clock.txt": Expected(
        title="Øens eneste købmand bliver ejet af naboerne",
        at="2025-02-02T08:00:00Z",
        zone="Europe/Copenhagen",
        body="3 4 5",
    ),
    "17-russian-without-year.txt": Expected(
        title="В заповеднике насчитали рекордное число журавлей",
        at="2025-01-08T14:46:00Z",
        zone="Europe/Moscow",
        mtime="2025-02-01T00:00:00Z",
        body="4 5 6",
    ),
    "18-bengali-digits.txt": Expected(
        title="নদীর চরে নতুন পাঠাগার পেল শিশুরা",
        at="2024-05-24T07:25:00Z",
        zone="Asia/Dhaka",
        author="নিজস্ব প্রতিবেদক",
        credit="সংগৃহীত",
        updated="2024-05-24T08:10:00Z",
        body="5 6 7",
    ),
    "19-relative-with-header-date.txt": Expected(
        title="Choir of fishermen sings for the opening of the new pier",
        day="2025-12-03",
        captured="2025-12-03",
        author="Ilana Dube",
        body="5 6 7",
    ),
    "19b-relative-without-anchor.txt": Expected(
        title="Students build a bicycle out of bamboo and string",
        day="none",
        body="3 4 5",
    ),
    "20a-header-date-only.txt": Expected(
        title="Library lends umbrellas and wants them back dry",
        day="none",
        captured="2024-11-26",
        body="3 4 5",
    ),
    "20b-header-date-and-publication.txt": Expected(
        title="Potters revive a glaze that was lost for two centuries",
        day="2024-11-05",
        captured="2025-12-03",
        body="6 7 8",
    ),
    "20c-header-date-with-weather.txt": Expected(
        title="Night market moves under the motorway bridge",
        at="2024-04-26T20:10:00Z",
        zone="America/Toronto",
        captured="2024-04-27T20:00:00Z",
        body="5 6 7",
    ),
    "21-byline-with-agency-and-date.txt": Expected(
        title="Farmers count the cost of a late frost",
        day="2023-04-28",
        author="Tom Darby",
        site="Associated Press",
        body="3 4 5",
    ),
    "22-german-agency-byline.txt": Expected(
        title="Brücke über den Fluss bleibt bis Herbst gesperrt",
        at="2024-08-27T10:32:00Z",
        zone="Europe/Berlin",
        author="Felix Schreiber, Jörg Sandmann, dpa",
        body="4 5 6",
    ),
    "23-role-instead-of-name.txt": Expected(
        title="Tea gardens switch to electric carts",
        at="2024-03-12T03:15:00Z",
        zone="Asia/Kathmandu",
        author="Staff Reporter",
        body="6 7 8",
    ),
    "24-bare-name-above-date.txt": Expected(
        title="Old tram becomes the smallest theatre in the country",
        day="2023-11-15",
        author="Timo Shikongo",
        body="4 5 6",
    ),
    "25-end-credits.txt": Expected(
        title="Gletscher gibt einen Rucksack von 1962 frei",
        at="2025-07-02T07:05:00Z",
        zone="Europe/Vienna",
        body="4 5 6",
    ),
    "26-credits-and-captions.txt": Expected(
        title="Wild bees return to the roofs of the old factory",
        at="2024-05-16T18:00:00Z",
        zone="America/Los_Angeles",
        author="Maya Ortiz",
        credit="Eva Manero/Wire",
        body="5 7 9 11",
    ),
    "27-chrome-between-paragraphs.txt": Expected(
        title="School swaps homework for an hour of chess",
        at="2024-02-14T21:15:00Z",
        zone="America/New_York",
        author="Peter Lang",
        body="8 10 14 16",
    ),
    "28-breadcrumb.txt": Expected(
        title="Harbour police find a piano on a sandbank",
        day="2024-09-03",
        author="Ana Prieto",
        body="6 7 8",
    ),
    "29-tails.txt": Expected(
        title="Museum opens its attic for one night",
        day="2024-10-07",
        author="Viviana Mazzini",
        body="4 5 6",
    ),
    "30-tail-with-address.txt": Expected(
        title="Bakers weigh the smallest loaf in the world",
        day="2024-08-19",
        author="Hana Kvapil",
        url="https://www.crumbs.example/food/2024/08/19/smallest-loaf.html",
        body="4 5 6",
    ),
    "31-dateline.txt": Expected(
        title="Border post reopens after a year of snow and talks",
        day="2024-04-25",
        mtime="2024-05-02T08:00:00Z",
        body="2 3 4",
    ),
    "32-first-line-traps.txt": Expected(
        title="Gardeners grow a hedge that spells a poem",
        day="2025-03-12",
        author="Lucía Campos",
        body="8 9 10",
    ),
    "33-hard-wrapped.txt": Expected(
        title="River returns to its old bed after a century in a canal",
        day="2022-05-11",
        author="Greta Holm",
        body="6 7 8 10 11 12 14",
    ),
    "34-ai-summary-first.txt": Expected(
        title="Kleine Gemeinde baut das höchste Insektenhotel des Landes",
        at="2025-04-01T13:25:00Z",
        zone="Europe/Berlin",
        body="4 5 6",
    ),
    "35-spanish-latin-america.txt": Expected(
        title="Un tren de madera vuelve a cruzar el desierto",
        at="2024-03-12T21:40:00Z",
        zone="America/Santiago",
        author="Rosa Alarcón",
        body="6 7 8",
    ),
    "36-polish-time-word.txt": Expected(
        title="Bocian wybudował gniazdo na sygnalizacji świetlnej",
        at="2024-09-05T15:20:00Z",
        zone="Europe/Warsaw",
        author="Ewa Nowicka",
        body="4 5 6",
    ),
    "37-turkish-two-labels.txt": Expected(
        title="Köyün çeşmesi yüz yıl sonra yeniden akıyor",
        at="2024-11-12T06:30:00Z",
        zone="Europe/Istanbul",
        updated="2024-11-12T07:02:00Z",
        body="3 4 5",
    ),
    "38-hindi-labelled.txt": Expected(
        title="पहाड़ी गाँव में बच्चों ने बनाई अपनी रेडियो सेवा",
        at="2024-05-24T07:55:00Z",
        zone="Asia/Kolkata",
        body="4 5 6",
    ),
    "39-arabic-digits.txt": Expected(
        title="مكتبة متنقلة تجوب القرى على ظهر الجمال",
        day="2024-05-24",
        body="4 5 6",
    ),
    "40-portuguese.txt": Expected(
        title="Cidade troca multas por aulas de bicicleta",
        at="2024-06-03T12:15:00Z",
        zone="America/Sao_Paulo",
        author="Paula Medeiros",
        url="https://www.jornaldorio.com.br/cidade/multas-bicicleta",
        body="5 6 7",
    ),
    "41-dutch.txt": Expected(
        title="Schaatsers vinden honderd jaar oude fles onder het ijs",
        at="2024-01-12T07:15:00Z",
        zone="Europe/Amsterdam",
        author="Joris de Wit",
        body="5 6 7",
    ),
    "42-nbsp-and-double-title.txt": Expected(
        title="Weavers agree on a mark for cloth made by hand",
        at="2024-08-02T04:40:00Z",
        zone="Asia/Dhaka",
        author="Textile Desk",
        site="Loom Online",
        captured="2024-08-05",
        credit="Collected",
        body="14 16 18",
    ),
    "43-no-date-no-byline.txt": Expected(
        title="What the tide leaves behind",
        day="none",
        body="3 5 7",
    ),
    "44-labelled-front-block.txt": Expected(
        title="The clockmaker who stopped counting",
        day="2021-02-03",
        author="Edith Warren",
        url="https://quarterhour.example/essays/clockmaker",
        site="Quarter Hour Review",
        body="7 9 11",
    ),
    "45-full-copy-english.txt": Expected(
        title="Council votes to plant a tree for every child born in the town",
        at="2024-06-18T15:42:00Z",
        zone="Europe/London",
        author="Priya Natarajan",
        site="The Millbrook Courier",
        updated="2024-06-19T07:05:00Z",
        credit="Harriet Bloom",
        body="31 32 33 34 35 36 37",
    ),
    "46-american-slash-dates.txt": Expected(
        title="County fair drops its rodeo for a robot race",
        at="2024-08-09T22:15:00Z",
        zone="America/Chicago",
        author="Dale Whitcomb",
        updated="2024-08-13T14:30:00Z",
        body="5 6 7",
    ),
    "47-day-first-by-other-date.txt": Expected(
        title="Divers map a forest on the sea floor",
        at="2023-05-06T09:20:00Z",
        zone="Europe/Athens",
        updated="2023-05-16T06:00:00Z",
        body="5 6 7",
    ),
    "48-headline-with-a-day.txt": Expected(
        title="What we know about the storm of 5 November 2024",
        day="2024-11-07",
        author="Grace Adeyemi",
        body="4 5 6",
    ),
    "49-question-headline.txt": Expected(
        title="Why do the lights of the valley go out at nine?",
        day="2022-01-15",
        author="Marek Dvořák",
        body="4 5 6",
    ),
    "50-interview-short-answers.txt": Expected(
        title='"I have never owned a map"',
        day="2024-03-04",
        author="Ines Falk",
        body="4 5 6 7 8 9 10 11",
    ),
    "51-list-in-article.txt": Expected(
        title="Five things to take to a night on the marsh",
        day="2024-09-21",
        author="Owen Pryce",
        body="4 5 6 7 8 9",
    ),
    "52-file-without-title.txt": Expected(
        title="The ferryman does not know how many people he has taken across in his life, but…",
        day="none",
        body="1 2 3",
    ),
}
