"""Which city, country and language keep which time: data for `zones`.

A row of cities is an IANA zone and its cities; an indented row goes on with the row above. Country domains
that are sold to the whole world (`.tv`, `.io`, `.co` ...) are left out, for they say nothing of a place.
"""

from collections.abc import Iterator
from functools import cache

_CITIES = """
Africa/Abidjan abidjan dakar bamako accra ouagadougou
Africa/Addis_Ababa addis_ababa
Africa/Algiers algiers alger الجزائر
Africa/Cairo cairo kairo le_caire el_cairo القاهرة kahire
Africa/Casablanca casablanca rabat الرباط
Africa/Dar_es_Salaam dar_es_salaam dodoma
Africa/Harare harare bulawayo
Africa/Johannesburg johannesburg cape_town pretoria durban kapstadt
Africa/Kampala kampala
Africa/Khartoum khartoum الخرطوم
Africa/Kigali kigali
Africa/Kinshasa kinshasa
Africa/Lagos lagos abuja kano port_harcourt
Africa/Luanda luanda
Africa/Lusaka lusaka
Africa/Maputo maputo
Africa/Mogadishu mogadishu
Africa/Nairobi nairobi mombasa kisumu
Africa/Tripoli tripoli
Africa/Tunis tunis تونس
Africa/Windhoek windhoek
America/Argentina/Buenos_Aires buenos_aires
America/Bogota bogota bogotá
America/Caracas caracas
America/Chicago chicago houston dallas austin minneapolis st._louis new_orleans
America/Costa_Rica san_josé san_jose_de_costa_rica
America/Denver denver salt_lake_city
America/Guatemala guatemala_city
America/Havana havana la_habana
America/Jamaica kingston
America/La_Paz la_paz
America/Lima lima
America/Los_Angeles los_angeles san_francisco seattle portland san_diego sacramento oakland las_vegas
America/Mexico_City cdmx mexico_city ciudad_de_méxico
America/Montevideo montevideo
America/New_York new_york new_york_city washington washington_d.c. washington_dc boston philadelphia
    atlanta miami nueva_york
America/Panama panama_city
America/Phoenix phoenix
America/Recife recife
America/Port_of_Spain port_of_spain
America/Santiago santiago santiago_de_chile
America/Sao_Paulo são_paulo sao_paulo rio_de_janeiro brasília brasilia curitiba porto_alegre
America/Toronto toronto ottawa montreal montréal
America/Vancouver vancouver
America/Edmonton calgary edmonton
Asia/Almaty almaty astana алматы астана
Asia/Amman amman عمان
Asia/Baghdad baghdad bagdad بغداد
Asia/Bahrain manama
Asia/Baku baku bakı
Asia/Bangkok bangkok กรุงเทพ กรุงเทพฯ
Asia/Beirut beirut beyrouth بيروت
Asia/Colombo colombo
Asia/Damascus damascus دمشق
Asia/Dhaka dhaka chattogram chittagong sylhet khulna rajshahi barishal ঢাকা চট্টগ্রাম সিলেট খুলনা
    রাজশাহী
Asia/Dubai dubai abu_dhabi sharjah دبي أبوظبي
Asia/Ho_Chi_Minh hanoi hà_nội ho_chi_minh_city
Asia/Hong_Kong hong_kong hongkong 香港
Asia/Jakarta jakarta bandung surabaya
Asia/Jerusalem jerusalem tel_aviv
Asia/Kabul kabul کابل
Asia/Karachi karachi lahore islamabad peshawar rawalpindi کراچی لاہور
Asia/Kathmandu kathmandu pokhara काठमाडौं काठमांडू
Asia/Kolkata new_delhi delhi mumbai kolkata chennai bengaluru bangalore hyderabad pune ahmedabad lucknow
    jaipur guwahati नई_दिल्ली दिल्ली मुंबई लखनऊ कलकत्ता কলকাতা
Asia/Kuala_Lumpur kuala_lumpur
Asia/Kuwait kuwait_city الكويت
Asia/Manila manila quezon_city cebu
Asia/Muscat muscat مسقط
Asia/Phnom_Penh phnom_penh
Asia/Pyongyang pyongyang
Asia/Qatar doha الدوحة
Asia/Riyadh riyadh jeddah الرياض جدة مكة مكة_المكرمة السعودية
Asia/Seoul seoul busan 서울 부산
Asia/Shanghai beijing shanghai guangzhou shenzhen peking 北京 上海 广州 深圳 pékin pekín
Asia/Singapore singapore singapur 新加坡
Asia/Taipei taipei 台北 臺北
Asia/Tashkent tashkent ташкент
Asia/Tbilisi tbilisi
Asia/Tehran tehran teheran تهران
Asia/Thimphu thimphu
Asia/Tokyo tokyo osaka kyoto tokio 東京 大阪
Asia/Ulaanbaatar ulaanbaatar
Asia/Yangon yangon rangoon naypyitaw
Asia/Yerevan yerevan
Indian/Maldives malé
Atlantic/Reykjavik reykjavik reykjavík
Australia/Adelaide adelaide
Australia/Brisbane brisbane
Australia/Melbourne melbourne
Australia/Perth perth
Australia/Sydney sydney canberra
Europe/Amsterdam amsterdam the_hague den_haag rotterdam utrecht
Europe/Athens athens αθήνα athen
Europe/Belgrade belgrade beograd београд
Europe/Berlin berlin hamburg munich münchen cologne köln frankfurt frankfurt_am_main stuttgart leipzig
    dresden hannover düsseldorf bremen
Europe/Bratislava bratislava
Europe/Brussels brussels bruxelles brussel brüssel bruselas antwerpen
Europe/Bucharest bucharest bucurești
Europe/Budapest budapest
Europe/Chisinau chișinău
Europe/Copenhagen copenhagen københavn kopenhagen
Europe/Dublin dublin
Europe/Helsinki helsinki
Europe/Istanbul istanbul ankara i̇stanbul izmir i̇zmir
Europe/Kyiv kyiv kiev київ киев lviv
Europe/Lisbon lisbon lisboa porto lissabon
Europe/Ljubljana ljubljana
Europe/London london manchester edinburgh glasgow belfast cardiff londres londra
Europe/Luxembourg luxembourg luxemburg
Europe/Madrid madrid barcelona sevilla valencia bilbao zaragoza
Europe/Minsk minsk минск
Europe/Moscow moscow moskau moscou moscú москва санкт-петербург st._petersburg
Europe/Oslo oslo bergen
Europe/Paris paris marseille lyon strasbourg parigi parís
Europe/Prague prague praha prag
Europe/Riga riga rīga
Europe/Rome rome roma milan milano naples napoli turin torino
Europe/Sarajevo sarajevo
Europe/Skopje skopje
Europe/Sofia sofia софия
Europe/Stockholm stockholm göteborg gothenburg malmö
Europe/Tallinn tallinn
Europe/Tirane tirana tiranë
Europe/Vaduz vaduz
Europe/Vienna vienna wien graz salzburg viena
Europe/Vilnius vilnius
Europe/Warsaw warsaw warszawa kraków krakow gdańsk warschau
Europe/Zagreb zagreb
Europe/Zurich zurich zürich geneva genève genf bern berne basel lausanne
Pacific/Auckland auckland wellington christchurch
Pacific/Fiji suva
Pacific/Honolulu honolulu
Pacific/Port_Moresby port_moresby
"""

_COUNTRIES = """
ad:Europe/Andorra ae:Asia/Dubai af:Asia/Kabul al:Europe/Tirane am:Asia/Yerevan ao:Africa/Luanda
ar:America/Argentina/Buenos_Aires as:Pacific/Pago_Pago at:Europe/Vienna au:Australia/Sydney
aw:America/Aruba ax:Europe/Mariehamn az:Asia/Baku ba:Europe/Sarajevo bb:America/Barbados bd:Asia/Dhaka
be:Europe/Brussels bf:Africa/Ouagadougou bg:Europe/Sofia bh:Asia/Bahrain bi:Africa/Bujumbura
bj:Africa/Porto-Novo bl:America/St_Barthelemy bm:Atlantic/Bermuda bn:Asia/Brunei bo:America/La_Paz
bq:America/Kralendijk br:America/Sao_Paulo bs:America/Nassau bt:Asia/Thimphu bw:Africa/Gaborone
by:Europe/Minsk bz:America/Belize ca:America/Toronto cd:Africa/Kinshasa cf:Africa/Bangui
cg:Africa/Brazzaville ch:Europe/Zurich ci:Africa/Abidjan ck:Pacific/Rarotonga cl:America/Santiago
cm:Africa/Douala cn:Asia/Shanghai cr:America/Costa_Rica cu:America/Havana cv:Atlantic/Cape_Verde
cw:America/Curacao cx:Indian/Christmas cy:Asia/Nicosia cz:Europe/Prague de:Europe/Berlin
dj:Africa/Djibouti dk:Europe/Copenhagen dm:America/Dominica do:America/Santo_Domingo dz:Africa/Algiers
ec:America/Guayaquil ee:Europe/Tallinn eg:Africa/Cairo eh:Africa/El_Aaiun er:Africa/Asmara
es:Europe/Madrid et:Africa/Addis_Ababa fi:Europe/Helsinki fj:Pacific/Fiji fk:Atlantic/Stanley
fo:Atlantic/Faroe fr:Europe/Paris ga:Africa/Libreville gd:America/Grenada ge:Asia/Tbilisi
gf:America/Cayenne gg:Europe/Guernsey gh:Africa/Accra gi:Europe/Gibraltar gl:America/Nuuk
gm:Africa/Banjul gn:Africa/Conakry gp:America/Guadeloupe gq:Africa/Malabo gr:Europe/Athens
gs:Atlantic/South_Georgia gt:America/Guatemala gu:Pacific/Guam gw:Africa/Bissau gy:America/Guyana
hk:Asia/Hong_Kong hn:America/Tegucigalpa hr:Europe/Zagreb ht:America/Port-au-Prince hu:Europe/Budapest
id:Asia/Jakarta ie:Europe/Dublin il:Asia/Jerusalem im:Europe/Isle_of_Man in:Asia/Kolkata iq:Asia/Baghdad
ir:Asia/Tehran is:Atlantic/Reykjavik it:Europe/Rome je:Europe/Jersey jm:America/Jamaica jo:Asia/Amman
jp:Asia/Tokyo ke:Africa/Nairobi kg:Asia/Bishkek kh:Asia/Phnom_Penh ki:Pacific/Tarawa km:Indian/Comoro
kn:America/St_Kitts kp:Asia/Pyongyang kr:Asia/Seoul kw:Asia/Kuwait ky:America/Cayman kz:Asia/Almaty
lb:Asia/Beirut lc:America/St_Lucia li:Europe/Vaduz lk:Asia/Colombo lr:Africa/Monrovia ls:Africa/Maseru
lt:Europe/Vilnius lu:Europe/Luxembourg lv:Europe/Riga ma:Africa/Casablanca mc:Europe/Monaco
md:Europe/Chisinau mf:America/Marigot mg:Indian/Antananarivo mh:Pacific/Majuro mk:Europe/Skopje
ml:Africa/Bamako mm:Asia/Yangon mn:Asia/Ulaanbaatar mo:Asia/Macau mp:Pacific/Saipan
mq:America/Martinique mr:Africa/Nouakchott ms:America/Montserrat mt:Europe/Malta mu:Indian/Mauritius
mv:Indian/Maldives mw:Africa/Blantyre mx:America/Mexico_City my:Asia/Kuala_Lumpur mz:Africa/Maputo
na:Africa/Windhoek nc:Pacific/Noumea ne:Africa/Niamey nf:Pacific/Norfolk ng:Africa/Lagos
ni:America/Managua nl:Europe/Amsterdam no:Europe/Oslo np:Asia/Kathmandu nr:Pacific/Nauru
nz:Pacific/Auckland om:Asia/Muscat pa:America/Panama pe:America/Lima pf:Pacific/Tahiti
pg:Pacific/Port_Moresby ph:Asia/Manila pk:Asia/Karachi pl:Europe/Warsaw pm:America/Miquelon
pn:Pacific/Pitcairn pr:America/Puerto_Rico ps:Asia/Gaza pt:Europe/Lisbon pw:Pacific/Palau
py:America/Asuncion qa:Asia/Qatar re:Indian/Reunion ro:Europe/Bucharest rs:Europe/Belgrade
ru:Europe/Moscow rw:Africa/Kigali sa:Asia/Riyadh sb:Pacific/Guadalcanal sd:Africa/Khartoum
se:Europe/Stockholm sg:Asia/Singapore sh:Atlantic/St_Helena si:Europe/Ljubljana sj:Arctic/Longyearbyen
sk:Europe/Bratislava sl:Africa/Freetown sm:Europe/San_Marino sn:Africa/Dakar so:Africa/Mogadishu
sr:America/Paramaribo ss:Africa/Juba st:Africa/Sao_Tome sv:America/El_Salvador sx:America/Lower_Princes
sy:Asia/Damascus sz:Africa/Mbabane tc:America/Grand_Turk td:Africa/Ndjamena tg:Africa/Lome
th:Asia/Bangkok tj:Asia/Dushanbe tl:Asia/Dili tm:Asia/Ashgabat tn:Africa/Tunis tr:Europe/Istanbul
tt:America/Port_of_Spain tw:Asia/Taipei tz:Africa/Dar_es_Salaam ua:Europe/Kyiv ug:Africa/Kampala
uk:Europe/London us:America/New_York uy:America/Montevideo uz:Asia/Tashkent va:Europe/Vatican
vc:America/St_Vincent ve:America/Caracas vg:America/Tortola vi:America/St_Thomas vn:Asia/Ho_Chi_Minh
vu:Pacific/Efate wf:Pacific/Wallis ye:Asia/Aden yt:Indian/Mayotte za:Africa/Johannesburg
zm:Africa/Lusaka zw:Africa/Harare
"""

_COUNTRY_WORDS = """
Africa/Cairo egypt egyptian مصر المصرية
America/Argentina/Buenos_Aires argentina argentino argentinos
America/Bogota colombia colombiano colombiana bogotá
America/Chicago oklahoma texas illinois wisconsin minnesota iowa missouri kansas nebraska louisiana tennessee
    alabama mississippi arkansas dakota chicago tulsa
America/Havana cuba cuban cubano
America/Lima perú peruano peruana
America/Mexico_City méxico mexicano mexicana mexicanos cdmx
America/New_York american americans york washington
America/Santiago chile chileno chilena
America/Sao_Paulo brasil brasileiro brasileira brasileiros recife brasília r$
Asia/Baghdad العراق العراقية
Asia/Dhaka bangladesh bangladeshi dhaka chattogram taka
Asia/Dubai uae emirates dubai dhabi الإمارات
Asia/Jerusalem israel israeli israelis jerusalem aviv knesset shekels
Asia/Kolkata india indian indians delhi mumbai bengaluru crore lakh rupees rs
Asia/Kuala_Lumpur malaysia malaysian ringgit
Asia/Manila philippines filipino manila
Asia/Riyadh saudi riyadh السعودية السعودي
Asia/Shanghai china chinese beijing shanghai yuan
Asia/Taipei taiwan taiwanese taipei
Australia/Sydney australia australian sydney melbourne
Europe/Dublin ireland irish dublin donegal galway cork garda gardaí taoiseach dáil
Europe/Lisbon portugal português portuguesa portugueses
Europe/London uk britain british england english london scotland wales nhs
Europe/Madrid españa español española españoles
"""

_LANGUAGES = """
bg:Europe/Sofia bn:Asia/Dhaka cs:Europe/Prague da:Europe/Copenhagen de:Europe/Berlin el:Europe/Athens
es:Europe/Madrid fa:Asia/Tehran fi:Europe/Helsinki fr:Europe/Paris gu:Asia/Kolkata he:Asia/Jerusalem
hi:Asia/Kolkata hu:Europe/Budapest id:Asia/Jakarta it:Europe/Rome ja:Asia/Tokyo kn:Asia/Kolkata
ko:Asia/Seoul ml:Asia/Kolkata mr:Asia/Kolkata nl:Europe/Amsterdam no:Europe/Oslo pa:Asia/Kolkata
pl:Europe/Warsaw pt:Europe/Lisbon ro:Europe/Bucharest ru:Europe/Moscow sv:Europe/Stockholm
ta:Asia/Kolkata te:Asia/Kolkata th:Asia/Bangkok tr:Europe/Istanbul uk:Europe/Kyiv vi:Asia/Ho_Chi_Minh
zh:Asia/Shanghai
"""


def _pairs(words: str) -> dict[str, str]:
    return dict(word.split(":") for word in words.split())


@cache
def cities() -> dict[str, str]:
    """Zones by city, in lower case."""
    found: dict[str, str] = {}
    for zone, words in _rows(_CITIES):
        found.update((word.replace("_", " "), zone) for word in words)
    return found


@cache
def country_words() -> dict[str, list[str]]:
    """Words that name a country or its people, by zone: of those whose clocks are told by the same letters,
    and of those that share a language.
    """
    found: dict[str, list[str]] = {}
    for zone, words in _rows(_COUNTRY_WORDS):
        found.setdefault(zone, []).extend(words)
    return found


def _rows(table: str) -> Iterator[tuple[str, list[str]]]:
    """The rows of a table of zones; an indented row goes on with the zone above."""
    zone = ""
    for row in table.strip().splitlines():
        words = row.split()
        if not row.startswith(" "):
            zone = words.pop(0)
        yield zone, words


@cache
def countries() -> dict[str, str]:
    """Zones by a country's domain: `bd`, `uk`."""
    return _pairs(_COUNTRIES)


@cache
def languages() -> dict[str, str]:
    """Zones by a language's ISO 639-1 code, where most of its speakers share one."""
    return _pairs(_LANGUAGES)
