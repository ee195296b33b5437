"""The words that name people, roles, agencies and sources, in the languages that news is written in.

Data for `people`, `sources` and `furniture`; all in lower case, as patterns that their users anchor.
"""

CREDIT_LABELS = (
    "photo(?:s|graph|graphs|graphy|graphie)?(?: (?:by|credit|courtesy|de))?"
    "|image(?:s)?(?: (?:by|credits?|courtesy|source|via))?|picture(?:s)?(?: (?:by|credit))?"
    "|photo courtesy|file (?:photo|image|picture)|credits?|photo credits?|illustration(?: by)?"
    "|video(?: by)?|graphic(?: by)?|foto(?:s|graf|grafie|grafía|grafia)?"
    "|bild(?:er|rechte|quelle|nachweis)?|symbolbild|archivbild|quelle foto|crédito?s?(?: photo)?|imagen"
    "|immagine|imagem|fotoğraf|foto arşiv|beeld|bilde|kuva|φωτ(?:\\.|ογραφία)?|zdjęcie|fot|fotó|фото"
    "|изображение"
    "|иллюстрация|图片?(?:来源)?|图源|摄影|配图|写真(?:提供)?|撮影|画像|사진(?: ?제공| ?출처)?|그래픽"
    "|ছবি(?: ?সূত্র)?|ফাইল ছবি|फोटो(?: क्रेडिट)?|तस्वीर|चित्र|صورة|الصورة|تصوير|عکس|ảnh|minh họa"
    "|hình ảnh"
)

"""What names a picture's maker, in front of a colon."""

AGENCIES = (
    "reuters|afp|ap|associated press|dpa|apa|epa|efe|ansa|belga|anp|tt|ntb|ritzau|stt|lehtikuva|pap|čtk"
    "|ctk|mti|agerpres|tanjug|hina|tass|ria novosti|interfax|xinhua|kyodo|jiji|yonhap|cna|ani|pti|ians"
    "|uni|unb|bss|app|bernama|antara|vna|tvn|aap|pa|pa media|press association|upi|getty(?: images)?"
    "|getty|shutterstock|istock|alamy|keystone|imago|picture alliance|dpa-infocom|bloomberg|zuma|sipa"
    "|anadolu|aa|dha|iha|handout|collected|courtesy|contributed|supplied|file|archive|archiv|archives"
    "|screenshot|screengrab|unsplash|pixabay|pexels|facebook|instagram|twitter|youtube"
    "|wikimedia(?: commons)?|সংগৃহীত|संग्रहित|新华社|新華社|共同|時事|연합뉴스|뉴시스|뉴스1"
)

"""News agencies and other owners of pictures."""

ROLES = (
    "(?:(?:senior|chief|special|staff|political|diplomatic|foreign|health|science|business|sports?"
    "|crime|court|education|environment|technology|entertainment|economics|economic|defen[cs]e|security"
    "|legal|royal|travel|culture|arts|religion|transport|energy|district|university|city|national"
    "|international|regional|deputy|assistant|associate|managing|executive|contributing|guest|freelance"
    "|our|own|web|online|digital|[a-z][\\w'-]+) ){0,4}"
    "(?:correspondents?|reporters?|staff writers?|staff reporters?|writers?|desk|bureau|editors?"
    "|newsroom|columnists?|news service|news agency|contributors?|journalist)"
    "|(?:news|web|online|digital|city|sports|international|editorial) (?:desk|team|staff|report)|staff"
    "|agencies|agency|wire report|news report"
    "|(?:[\\w-]+ ){0,2}(?:korrespondent(?:in)?|redaktion|redakteur(?:in)?|reporter(?:in)?|onlineredaktion)"
    "|(?:notre |de notre )?(?:correspondante?|envoyée? spéciale?|journaliste|rédaction)(?: [\\w' -]{2,30})?"
    "|la rédaction|rédaction(?: web)?"
    "|(?:nuestr[oa] )?(?:corresponsal|enviad[oa] especial|redacción|periodista)(?: [\\w ]{2,30})?"
    "|(?:dal nostro )?(?:corrispondente|inviat[oa]|redazione)(?: [\\w ]{2,30})?"
    "|(?:da )?redação(?: [\\w ]{2,20})?|correspondente|repórter|(?:onze )?redactie"
    "|(?:onze )?(?:correspondent|verslaggever|redacteur)|redaktionen|reportrar?|utrikeskorrespondent"
    "|redakcja|korespondent(?:ka)?|dziennikarz|muhabir(?:i)?|haber merkezi|dış haberler(?: servisi)?"
    "|корреспондент|редакция|собственный корреспондент|本报记者.{0,8}|本報記者.{0,8}"
    "|.{0,6}(?:记者|記者|編集部|编辑部|特派员|特派員|通讯员)"
    "|(?:[가-힣]{2,4} )?(?:기자|특파원|편집부|온라인뉴스팀)"
    "|(?:[ঀ-৿]+ ){0,3}(?:প্রতিবেদক|প্রতিনিধি|সংবাদদাতা|ডেস্ক|রিপোর্টার|করেসপন্ডেন্ট)"
    "|(?:[ऀ-ॿ]+ ){0,2}(?:संवाददाता|डेस्क|ब्यूरो|रिपोर्टर|प्रतिनिधि)|(?:مراسل|محرر|وكالات)(?: .{2,20})?"
)

"""Roles and desks that stand where a name would."""

BYLINE_LABELS = (
    "(?:story|words|text|photos|pictures|interview|analysis|review|opinion|comment|report)"
    "(?: (?:and|&) (?:photos|pictures|video|words|text))? by"
    "|(?:eine? )?(?:reportage|analyse|interview|kommentar|bericht|gastbeitrag|essay|kolumne|porträt)"
    " (?:von|par|van)"
    "|(?:une? )?(?:récit|enquête|tribune|chronique|analyse) (?:de|par)"
    "|una? (?:reportaje|crónica|análisis|reportage) d[ei]"
    "|publié par|publicado por|pubblicato da|veröffentlicht von|das gespräch führten?"
    "|propos recueillis par|recueilli par|entretien réalisé par|entrevista de|intervista di|gespräch:? von"
    "|rozmawiał[a]?|беседовал[а]?|interview:? (?:by|von|par)"
    "|authors? of (?:the|this) article|autor des artikels|interview|analysis|by|written by|posted by"
    "|reported by|story by|words by|words|report by|author|authors"
    "|reporter|text|text by|von|autor(?:in|en)?|text von|par|auteur|por|texto|autora?|di|a cura di"
    "|testo di|door|auteur|av|af|skriven av|przez|autor|autorka|tekst|yazan|haber(?=\\s*:)|muhabir|автор"
    "|текст"
    "|текст и фото|autor článku|szerző|de|作者|记者|記者|文|文/|撰文|撰稿|取材|取材・文|執筆|글|기자"
    "|লেখক|লিখেছেন|প্রতিবেদক|प्रस्तुति|लेखक|द्वारा|بقلم|كتب|كتبت|تأليف|tác giả|theo|penulis|reporter"
    "|oleh"
)

"""What stands before the names of a byline."""

IS = (
    "is|was|has|lives|writes|covers|works|teaches|ist|war|schreibt|lebt|arbeitet|est|écrit|vit|enseigne|es"
    "|escribe|vive|è|scrive|é|escreve|schrijft|woont|är|skriver|jest|pisze|dır|yazar|является|пишет"
)

"""Verbs that follow an author's name where a page says who that is."""

SECTIONS = (
    "(?:(?:local|latest|top|breaking|world|us|u\\.s\\.|uk|business|sports?|national|international) )?news"
    "|news (?:&|and) .*"
    "|middle east|real estate|climate change|around the (?:world|site)|top stories|local|national|world"
    "|politics|business"
    "|economy|sports?|culture|science|health|tech(?:nology)?|travel|style|food|opinions?|ideas|lifestyle"
    "|entertainment"
    "|arts?(?: (?:&|and) .*)?|books|education|environment|climate|weather|obituaries|classifieds|sections"
    "|features?"
    "|interviews?|analysis|review|reviews|fact check|live|scores (?:&|and) fixtures|the latest"
    "|politik|wirtschaft|kultur|sport|wissen(?:schaft)?|panorama|lokales|regionales|meinung|reise|aktuell"
    "|politique|économie|société|culture|sciences|monde|international|france|opinions?|à la une|en continu"
    "|política|economía|sociedad|deportes|ciencia|internacional|españa|opinión|última hora"
    "|politica|economia|cronaca|cultura|esteri|scienze|spettacoli|sociedade|mundo|esportes?|desporto"
    "|binnenland|buitenland|economie|wetenschap|nyheter|ekonomi|kraj|świat|gospodarka|wiadomości|nauka"
    "|opinie"
    "|son dakika|gündem|ekonomi|spor|dünya|kültür(?: sanat)?"
    "|главная|новости|политика|экономика|общество|культура|спорт|наука|мир|в мире|происшествия"
    "|首页|新闻|社会|国内|国际|财经|体育|科技|文化|生活|即時|社會|國際|ニュース|国内|経済|政治|スポーツ"
    "|国際|地域|科学"
    "|뉴스|사회|정치|경제|문화|스포츠|국제|বাংলাদেশ|জাতীয়|আন্তর্জাতিক|মতামত|খেলা|বিনোদন|রাজনীতি|সারাদেশ"
    "|होम|देश|राज्य|दुनिया|खेल|मनोरंजन|राजनीति|الرئيسية|محليات|اقتصاد|ثقافة|رياضة|سياسة|العالم"
)

"""Parts of a newspaper, as menus and overlines name them."""

SITE_LABELS = (
    "source|sources|quelle|quellen|fuente|fonte|bron|källa|kilde|lähde|źródło|zdroj|kaynak|источник"
    "|来源|來源|稿源|出典|出所|提供|출처|সূত্র|উৎস|स्रोत|المصدر|مصدر|nguồn|sumber"
)

"""What stands before the name of a source."""

SITE_WORDS = (
    "news|times|post|daily|herald|tribune|journal|media|tv|press|online|gazette|chronicle|observer"
    "|guardian|telegraph|mail|express|standard|independent|magazine|network|radio|channel|today|report"
    "|star|sun|mirror|globe|review|weekly|monitor|examiner|courier|courrier|dispatch|inquirer|bulletin"
    "|record"
    "|sentinel|register|digest|broadcasting|wire|24|messenger|mercury|argus|advertiser|echo|nation"
    "|world|business|insider|insight|voice|vision|pioneer|leader|citizen|patriot|republic|democrat|bbc"
    "|cnn|npr|abc|nbc|cbs|zeitung|nachrichten|anzeiger|rundschau|tagblatt|tageblatt|tagesblatt|kurier"
    "|spiegel|presse|stimme|blatt|bote|allgemeine|quotidien|parisien|libération|écho|figaro|monde|dépêche"
    "|voix|diario|periódico|heraldo|correo|vanguardia"
    "|noticias|mundo|nación|prensa|corriere|gazzetta|giornale|messaggero|stampa|repubblica|jornal|folha"
    "|notícias|correio|krant|dagblad|nieuws|nieuwsblad|courant|bladet|dagbladet|avisen|avis|nyheter"
    "|posten|tidningen|gazeta|dziennik|kurier|wiadomości|fakt|haber|gazetesi|gazete|haberler|новости"
    "|газета|вести|правда|известия|.+网|.+網|.+報|.+报|.+新聞|.+日報|.+日报"
    "|.+新聞(?:デジタル|オンライン|電子版)|.+社|.+在线|.+ニュース|.+신문"
    "|.+뉴스|.+일보|.+ 24|.+বার্তা|.+সংবাদ|.+কণ্ঠ|.+আলো|.+খবর|.+নিউজ|.+ডটকম|समाचार|न्यूज़|न्यूज|दैनिक"
    "|टाइम्स|blog|wiki|portal|web|online|com|net|org"
)

"""Words that make a short line the name of a source rather than of a person."""
