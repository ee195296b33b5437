"""The words that stand in and around dates, in the languages that news is written in: data for `dates`.

All in lower case. `|` separates spellings; a trailing dot is never written here.
"""

MONTHS = (
    (
        "january|jan|januar|jän|jänner|janvier|janv|enero|ene|gennaio|gen|janeiro|januari|janari"
        "|stycznia|styczeń|sty|ocak|oca|января|январь|янв|січня|ledna|leden|január|ianuarie|tammikuuta"
        "|tammikuu|janúar|januára|januarie|জানুয়ারি|জানুয়ারি|জানুয়ারী|জানুয়ারী|जनवरी|يناير"
        "|كانون الثاني|ژانویه|جنوری|มกราคม|ม.ค|ιανουαρίου"
    ),
    (
        "february|feb|februar|feber|février|févr|fév|febrero|febbraio|fevereiro|fev|februari|lutego"
        "|luty|lut|şubat|şub|февраля|февраль|фев|лютого|února|únor|február|februarie|helmikuuta"
        "|helmikuu|febrúar|ফেব্রুয়ারি|ফেব্রুয়ারি|ফেব্রুয়ারী|ফেব্রুয়ারী|फरवरी|فبراير|شباط|فوریه"
        "|فروری|กุมภาพันธ์|ก.พ|φεβρουαρίου"
    ),
    (
        "march|mar|märz|mär|mrz|mars|marzo|março|maart|maret|mrt|marts|marca|marzec|mart|марта|март|мар"
        "|березня|března|březen|március|martie|maaliskuuta|maaliskuu|মার্চ|मार्च|مارس|آذار|مارچ|มีนาคม"
        "|มี.ค|μαρτίου"
    ),
    (
        "april|apr|avril|avr|abril|abr|aprile|kwietnia|kwiecień|kwi|nisan|nis|апреля|апрель|апр|квітня"
        "|dubna|duben|április|aprilie|huhtikuuta|huhtikuu|apríl|এপ্রিল|अप्रैल|أبريل|ابريل|نيسان|آوریل"
        "|اپریل|เมษายน|เม.ย|απριλίου"
    ),
    (
        "may|mai|mayo|maggio|mag|maio|mei|maj|maja|mayıs|мая|май|травня|května|květen|május|toukokuuta"
        "|toukokuu|maí|মে|मई|مايو|أيار|مه|مئی|พฤษภาคม|พ.ค|μαΐου"
    ),
    (
        "june|jun|juni|juin|junio|giugno|giu|junho|czerwca|czerwiec|cze|haziran|haz|июня|июнь|июн"
        "|червня|června|červen|június|iunie|kesäkuuta|kesäkuu|júní|জুন|जून|يونيو|يونيه|حزيران|ژوئن|جون"
        "|มิถุนายน|มิ.ย|ιουνίου"
    ),
    (
        "july|jul|juli|juillet|juil|julio|luglio|lug|julho|lipca|lipiec|lip|temmuz|tem|июля|июль|июл"
        "|липня|července|červenec|július|iulie|heinäkuuta|heinäkuu|júlí|জুলাই|जुलाई|يوليو|يوليه|تموز"
        "|ژوئیه|جولائی|กรกฎาคม|ก.ค|ιουλίου"
    ),
    (
        "august|agustus|ogos|agt|aug|août|aout|agosto|ago|augustus|augusti|sierpnia|sierpień|sie|ağustos"
        "|ağu|августа"
        "|август|авг|серпня|srpna|srpen|augusztus|elokuuta|elokuu|ágúst|আগস্ট|আগষ্ট|अगस्त|أغسطس|اغسطس"
        "|آب|اوت|اگست|สิงหาคม|ส.ค|αυγούστου"
    ),
    (
        "september|sept|sep|septembre|septiembre|set|settembre|sett|setembro|września|wrzesień|wrz"
        "|eylül|eyl|сентября|сентябрь|сен|сент|вересня|září|szeptember|septembrie|syyskuuta|syyskuu"
        "|সেপ্টেম্বর|सितंबर|सितम्बर|سبتمبر|أيلول|سپتامبر|ستمبر|กันยายน|ก.ย|σεπτεμβρίου"
    ),
    (
        "october|oct|oktober|okt|octobre|octubre|ottobre|ott|outubro|out|października|październik|paź"
        "|ekim|eki|октября|октябрь|окт|жовтня|října|říjen|október|octombrie|lokakuuta|lokakuu|অক্টোবর"
        "|अक्टूबर|अक्तूबर|أكتوبر|اكتوبر|تشرين الأول|اکتبر|اکتوبر|ตุลาคม|ต.ค|οκτωβρίου"
    ),
    (
        "november|nov|novembre|noviembre|novembro|listopada|listopad|lis|kasım|kas|ноября|ноябрь|ноя"
        "|нояб|листопада|listopadu|noiembrie|marraskuuta|marraskuu|nóvember|নভেম্বর|नवंबर|नवम्बर|نوفمبر"
        "|تشرين الثاني|نوامبر|نومبر|พฤศจิกายน|พ.ย|νοεμβρίου"
    ),
    (
        "december|disember|dec|dezember|dez|décembre|déc|diciembre|dic|dicembre|dezembro|desember|des|grudnia"
        "|grudzień|gru|aralık|ara|декабря|декабрь|дек|грудня|prosince|prosinec|decembrie|joulukuuta"
        "|joulukuu|ডিসেম্বর|दिसंबर|दिसम्बर|ديسمبر|كانون الأول|دسامبر|دسمبر|ธันวาคม|ธ.ค|δεκεμβρίου"
    ),
)

"""By number, from January."""

WEEKDAYS = (
    "monday|mon|tuesday|tues|tue|wednesday|wed|thursday|thurs|thur|thu|friday|fri|saturday|sat|sunday"
    "|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi"
    "|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lunedì"
    "|martedì|mercoledì|giovedì|venerdì|sabato|domenica|segunda-feira|terça-feira|quarta-feira"
    "|quinta-feira|sexta-feira|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|måndag|tisdag"
    "|onsdag|torsdag|fredag|lördag|söndag|mandag|tirsdag|lørdag|søndag|maanantai|tiistai|keskiviikko"
    "|torstai|perjantai|lauantai|sunnuntai|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela"
    "|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar|понедельник|вторник|среда|четверг|пятница"
    "|суббота|воскресенье|星期[一二三四五六日天]|周[一二三四五六日]|[月火水木金土日]曜日?"
    "|[월화수목금토일]요일|সোমবার|মঙ্গলবার|বুধবার|বৃহস্পতিবার|শুক্রবার|শনিবার|রবিবার|রোববার|सोमवार"
    "|मंगलवार|बुधवार|गुरुवार|शुक्रवार|शनिवार|रविवार|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة"
    "|السبت|الأحد|pondělí|úterý|středa|čtvrtek|pátek|neděle|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật"
    "|senin|selasa|rabu|kamis|jumat|sabtu|minggu"
    "|понеділок|вівторок|середа|четвер|п'ятниця|субота|неділя"
)

PUBLISHED = (
    "first published(?: (?:on|at))?|originally published(?: on)?|publication date|publish date"
    "|date published|pub(?:lished)? date|date of publication|published(?: (?:on|at|in))?"
    "|publish(?:ing)? time|posted(?: (?:on|at))?|post date|issued(?: on)?|released(?: on)?"
    "|uploaded(?: on)?|created(?: (?:on|at))?|dated?|datum der veröffentlichung|online seit"
    "|veröffentlicht(?: am)?|publiziert(?: am)?"
    "|erschienen(?: am)?|erstellt(?: am)?|veröffentlichungsdatum|datum|publié(?:e)?(?: le)?|publication"
    "|mis en ligne(?: le)?|paru(?: le)?|date de publication|publicad[oa](?: (?:el|em|às))?"
    "|fecha(?: de publicación)?|pubblicat[oa](?: (?:il|alle))?"
    "|data(?: di pubblicazione| publikacji| de publicação)?|creado(?: el)?|gepubliceerd(?: op)?"
    "|geplaatst(?: op)?|publicatiedatum|publicer(?:ad|at)(?: den)?|publisert|publiceret|offentliggjort"
    "|udgivet|julkaistu|opublikowan[oy]|publikacja|dodano|yayınlanma(?: tarihi)?|yayın tarihi"
    "|yayınlandı|giriş(?: tarihi)?|oluşturulma(?: tarihi)?|eklenme(?: tarihi)?|опубликован[оа]"
    "|дата публикации|дата|опубліковано|发布时间|发表时间|發布時間|发布日期|发布于|發佈時間|发布|發布"
    "|发表于|時間|时间|日期|公開日時?|公開|掲載日?|投稿日|配信(?:日時?)?|初出|入力|입력(?:시간)?"
    "|등록(?:일)?|게시|작성(?:일)?|기사입력|발행(?:일)?|승인|প্রকাশের তারিখ|প্রকাশের সময়|প্রকাশের সময়"
    "|অনলাইন প্রকাশ|প্রকাশিত(?: হয়েছে)?|প্রকাশকাল|প্রকাশ|प्रकाशित(?: तिथि)?|प्रकाशन तिथि|पब्लिश(?:ड)?"
    "|पोस्ट(?:ेड)?|تاريخ النشر|تاريخ|نُشر في|نشر في|نُشر|نشر|تاریخ انتشار|منتشر شده|đăng lúc|ngày đăng"
    "|diterbitkan|dipublikasikan|dimuat|zveřejněno|publikováno|vydáno|megjelent|publikálva"
    "|publicat(?: la)?|objavljeno|objavené|δημοσιεύθηκε|δημοσίευση|เผยแพร่"
)

"""What names the day of publication, in front of it."""

UPDATED = (
    "last updated(?: (?:on|at))?|updated(?: (?:on|at))?|update|last modified(?: on)?|modified(?: on)?"
    "|last edited(?: on)?|edited(?: on)?|revised(?: on)?|amended(?: on)?|zuletzt aktualisiert(?: am)?"
    "|letzte aktualisierung|aktualisiert(?: am)?|aktualisierung|akt|geändert(?: am)?|letzte änderung"
    "|stand|bearbeitet(?: am)?|mise? à jour(?: (?:le|à))?|dernière mise à jour|maj|modifiée?(?: le)?"
    "|última actualización|actualizad[oa](?: (?:el|a las))?|actualización|modificado"
    "|ultimo aggiornamento|aggiornat[oa](?: (?:il|alle))?|aggiornamento|modificat[oa] il"
    "|ultima modifica|última atualização|atualizad[oa](?: (?:em|às))?|laatst gewijzigd|laatste update"
    "|bijgewerkt(?: op)?|gewijzigd(?: op)?|laatst bijgewerkt|senast uppdaterad|uppdaterad"
    "|sist oppdatert|oppdatert|senest opdateret|opdateret|päivitetty|uppfært|zaktualizowano"
    "|(?:ostatnia )?aktualizacja|son güncelleme(?: tarihi)?|güncellen?me(?: tarihi)?|güncellendi"
    "|(?:последнее )?обновлен[оие]+|изменено|оновлено|更新时间|更新時間|最后更新|最後更新|更新日時?"
    "|最終更新(?:日時?)?|更新于|更新|수정(?:시간|일)?|최종수정|업데이트|সর্বশেষ আপডেট|আপডেট(?:ের সময়)?"
    "|হালনাগাদ(?: করা হয়েছে)?|अंतिम अपडेट|अपडेट(?:ेड)?|अद्यतन|आखरी अपडेट|آخر تحديث|تحديث|تم التحديث"
    "|به ?روز ?رسانی|cập nhật|diperbarui|aktualizováno|aktualizace|frissítve|actualizat|ažurirano"
    "|ενημερώθηκε|อัปเดต|แก้ไขล่าสุด"
)

"""What names the day of a change, in front of it."""

CAPTURED = (
    "printed(?: (?:on|at|from))?|print date|retrieved(?: on)?|accessed(?: on)?|access date"
    "|saved(?: (?:on|at))?|date saved|clipped(?: on)?|downloaded(?: on)?|archived(?: on)?"
    "|captured(?: on)?|abgerufen(?: am)?|gedruckt(?: am)?|gespeichert(?: am)?|zugriff(?: am)?"
    "|consulté(?: le)?|imprimé(?: le)?|consultado(?: el| em)?|guardado(?: el)?|consultato(?: il)?"
    "|geraadpleegd(?: op)?|hämtad|load-date"
)

"""What names the day on which somebody looked at the page."""

AFTER_NOON = (
    "pm|p\\.m|অপরাহ্ণ|অপরাহ্ন|পিএম|বিকাল|বিকেল|সন্ধ্যা|রাত|দুপুর|下午|晚上|午後|오후|शाम|दोपहर|बजे शाम"
    "|م|مساءً|öö|i eftermiddag"
)

BEFORE_NOON = "am|a\\.m|পূর্বাহ্ণ|পূর্বাহ্ন|এএম|সকাল|ভোর|上午|早上|凌晨|午前|오전|सुबह|ص|صباحاً"

AGO = (
    (
        "second",
        "seconds?|secs?|sekunden?|secondes?|segundos?|secondi|seconden|sekunder|sekund|saniye"
        "|секунд[ыу]?|秒|초|সেকেন্ড",
    ),
    (
        "minute",
        "minutes?|mins?|minuten?|minutos?|minuti|minuut|minuter|minut[ęy]?|dakika|минут[ыу]?|分钟|分|분"
        "|মিনিট|मिनट|دقيقة|دقائق",
    ),
    (
        "hour",
        "hours?|hrs?|stunden?|heures?|horas?|or[ae]|uur|timm(?:ar|e)|timer?|godzin[yę]?|godz|saat"
        "|час(?:а|ов)?|小时|小時|時間|시간|ঘণ্টা|ঘন্টা|घंटे|घंटा|ساعات|ساعة",
    ),
    (
        "day",
        "days?|tage?n?|jours?|d[ií]as?|giorn[oi]|dag(?:en|ar|e)?|dni|dzień|gün|дн(?:я|ей)|день|天|日|일"
        "|দিন|दिन|أيام|يوم",
    ),
    (
        "week",
        "weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|week|veck(?:a|or)|tygodni[ea]?|tydzień"
        "|hafta|недел[ьюи]|周|週間|주|সপ্তাহ|सप्ताह",
    ),
)

"""Units of "3 hours ago"; a month or a year ago is too rough for a date."""

AGO_BEFORE = "vor|il y a|hace|há|منذ|قبل"

AGO_AFTER = "ago|geleden|fa|atrás|sedan|siden|temu|önce|назад|前|전|আগে|पहले|trước|yang lalu"

CONNECTORS = (
    "at um à a kl klo alle ore às as las om o la в о во den on am le el il de of the in d vid dne lúc pukul"
    " saat কে টা মি তে के को at: h t uhr time heures godz الساعة pada το στις"
)
"""Small words that may stand between a date's parts."""
