"""Pages that stand in the way of an article: bot walls, paywalls, logins. Pure.

They are responses like any other, so that only their words tell. An article about captchas must not be taken
for one: words that an article may mention count only on a page with little else.
"""

import re

from reader.sources.http.status import status_words

_SENTENCES = {
    401: "a login page: the site {} (401)",
    402: "a paywall: the site {} (402)",
    403: "{} (403)",
    407: "{} (407)",
    429: "{}: the site was asked too often (429)",
    451: "{} (451)",
}
"""The statuses that explain themselves, each with the sentence around its words."""

BOT_WALL = "a bot wall: the site shows the page only to a browser"
"""What such a page is called where the site wants to see a browser."""
PAYWALL = "a paywall: the site shows the whole article only to subscribers"
"""What such a page is called where the site wants to be paid."""
LOGIN = "a login page: the site shows the article only to those who are signed in"
"""What such a page is called where the site wants the reader to sign in."""

LITTLE = 1_000
"""Characters of text from which a page is taken to have more than a notice."""

TEASER = 6_000
"""Characters that a page with a teaser, its menus and lists of other articles may have."""

ENDING = 600
"""Characters at the end of a longer text in which a paywall's words count."""

_BOT_TITLES = re.compile(
    r"""^(?:just\ a\ moment|attention\ required|access\ (?:to\ this\ page\ has\ been\ )?denied|robot\ check
    |are\ you\ (?:a\ )?(?:robot|human)|pardon\ our\ interruption|security\ (?:check|verification)|ddos-guard
    |(?:human|bot)\ verification|verif(?:y|ying)\ (?:that\ )?you\ are|checking\ your\ browser|captcha
    |please\ (?:wait|verify)|one\ moment|nur\ einen\ moment|einen\ moment|un\ (?:instant|momento)
    |um\ momento|bir\ dakika|один\ момент|минуточку|проверка\ браузера|请稍[候等]|安全验证|人机验证|验证码
    |しばらくお待ちください|잠시만\ 기다)""",
    re.VERBOSE | re.IGNORECASE,
)

_BOT_WORDS = re.compile(
    r"""checking\ (?:your\ browser|if\ the\ site\ connection)|verif(?:y|ying)\ (?:that\ )?you(?:\ are|'re|’re)
    |captcha|(?:not|n't|n’t)\ a\ (?:ro)?bot\b|unusual\ (?:traffic|activity)|press\ (?:&|and)\ hold
    |(?:enable|turn\ on|activate|needs?|requires?|without)\ java\ ?script
        (?!\ to\ (?:view|see|load)\ (?:the\ )?comments)
    |java\ ?script\ (?:is|and\ cookies|to\ be|must\ be|seems)|enable\ cookies
    |ray\ id:|ddos\ protection|automated\ (?:access|requests|traffic)
    |java\ ?script\ (?:aktivieren|ein|muss|ist)|aktivieren\ sie\ (?:bitte\ )?java\ ?script|kein\ roboter
    |activ(?:er|ez)\ java\ ?script|pas\ un\ robot|(?:vérification|vérifions)\ (?:de|que)\ (?:votre|vous)
    |(?:habilit[ae]r?|activ[ae]r?|ativ[ae]r?|abilita(?:re)?|attiva(?:re)?)\ (?:el\ |o\ |il\ )?java\ ?script
    |(?:no\ (?:soy|eres)|não\ (?:é|sou)|non\ sei)\ un?\ (?:robot|robô)|um\ robô
    |schakel\ java\ ?script|java\ ?script\ in(?:schakelen)?\b|geen\ robot|aktivera\ java\ ?script
    |włącz(?:yć)?\ (?:obsługę\ )?java\ ?script|nie\ jesteś\ robotem
    |java\ ?script.{0,20}etkinleştir|robot\ olmad
    |включите\ (?:поддержку\ )?java\ ?script|вы\ не\ робот|проверяем\ (?:ваш\ )?браузер
    |(?:启用|开启|啟用|打开)\ ?java\ ?script|不是机器人|真人|人机|验证码|異常流量|异常流量
    |java\ ?scriptを有効|ロボットでは|자바스크립트|로봇이\ 아닙|java\ ?script.{0,12}(?:사용|활성)
    |جافا\ ?سكريبت|لست\ روبوت|जावास्क्रिप्ट|জাভাস্ক্রিপ্ট|java\ ?script\ (?:সক্রিয়|सक्षम)""",
    re.VERBOSE | re.IGNORECASE,
)

_PAYWALL_WORDS = re.compile(
    r"""(?:subscribe|register|sign\ up|join|become\ a\ (?:member|subscriber))\ (?:now\ |today\ )?
        to\ (?:continue|keep|read|unlock|access|view)
    |to\ (?:continue|keep)\ reading,?\ (?:please\ )?(?:subscribe|register|log|sign|become|buy|create)
    |(?:article|story|content|post|page)\ is\ (?:only\ |exclusively\ |reserved\ )*(?:available\ )?
        (?:only\ |exclusively\ )?(?:for|to)\ (?:our\ |paying\ |paid\ |premium\ |registered\ )*
        (?:subscribers|members|customers)
    |(?:subscribers?|members?)[-\ ]only\ (?:article|content|story|post)
    |unlock\ (?:this|the\ full)\ (?:article|story)
    |(?:reached|read|used)\ (?:all\ )?(?:your|the)\ (?:limit|(?:monthly\ |number\ of\ )?free\ articles)
    |your\ (?:free\ |monthly\ )*article\ limit|already\ (?:a\ )?subscrib(?:er|ed)\ ?\?
    |weiterlesen\ mit|(?:jetzt|um)\ (?:weiterzulesen|weiterlesen)|nur\ für\ abonnent
    |mit\ (?:einem\ )?abo\ weiterlesen
    |exklusiv\ für\ (?:unsere\ )?abonnent|sie\ haben\ bereits\ ein\ abo
    |(?:article|contenu)\ (?:est\ )?réservé\ (?:à\ nos\ |aux\ )abonnés|abonnez-vous\ pour\ (?:lire|continuer)
    |pour\ lire\ la\ suite|déjà\ abonné
    |(?:contenido|artículo)\ (?:exclusivo|solo)\ para\ (?:suscriptores|abonados)
    |suscr[ií]b(?:ete|ase)\ para\ (?:seguir|continuar|leer)
    |(?:conteúdo|matéria)\ exclusiv[oa]\ para\ assinantes
    |assine\ para\ (?:ler|continuar)|(?:contenuto|articolo)\ (?:riservato\ a(?:gli)?|per\ gli)\ abbonati
    |abbonati\ per\ (?:leggere|continuare)|alleen\ voor\ abonnees|abonneer\ (?:je\ )?om\ (?:verder|te\ lezen)
    |endast\ för\ prenumeranter|tylko\ dla\ (?:subskrybentów|prenumeratorów)|aby\ (?:czytać|przeczytać)\ dalej
    |sadece\ aboneler|abone\ ol(?:arak|un).{0,20}(?:oku|devam)
    |только\ (?:для|по)\ подпис|оформите\ подписку,?\ чтобы
    |订阅(?:后|以)?(?:继续)?阅读|(?:付费|会员|订户)(?:内容|专享|可读)|登录后(?:继续)?阅读全文
    |有料会員(?:限定|になると)|会員限定(?:記事|の記事)|この記事は有料|続きは(?:有料|会員|ログイン)
    |구독자\ ?전용|구독하시면|유료\ ?(?:회원|기사)|للمشتركين\ فقط|केवल\ (?:सदस्यों|ग्राहकों)|শুধু(?:মাত্র)?\ গ্রাহক""",
    re.VERBOSE | re.IGNORECASE,
)

_FOR_SUBSCRIBERS = re.compile(
    r"""\bfor\ (?:our\ |paying\ |paid\ |premium\ |registered\ )*(?:subscribers|members)\b
    |\bsubscribers\ only\b
    |für\ abonnent|réservé\ aux\ abonnés|para\ (?:suscriptores|assinantes)|per\ (?:gli\ )?abbonati
    |voor\ abonnees""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words that lists of articles have about other articles: they count only where there is little else."""

_LOGIN_TITLES = re.compile(
    r"""^(?:please\ )?(?:log|sign)[-\ ]?(?:in|on)\b|^(?:member\ )?login\b|^(?:anmelden|anmeldung|einloggen
    |(?:se\ )?connecter|connexion|s['’]identifier|iniciar\ sesión|inicia\ sesión|acceder|entrar|fazer\ login
    |accedi|inloggen|logga\ in|zaloguj|logowanie|giriş|вход|войти|авторизация|登[录錄入]|ログイン
    |로그인|تسجيل\ الدخول|लॉग\ ?इन|লগ\ ?ইন)""",
    re.VERBOSE | re.IGNORECASE,
)

_LOGIN_WORDS = re.compile(
    r"""(?:log|sign)\ ?in\ to\ (?:continue|read|view|access|your)
    |(?:must|need\ to|have\ to|please)\ (?:log|sign)\ ?in
    |forgot(?:ten)?\ (?:your\ )?password|passwort\ vergessen|mot\ de\ passe\ oublié
    |olvid(?:ado|aste).{0,15}contraseña
    |esquec(?:i|eu).{0,12}senha|password\ dimenticata|wachtwoord\ vergeten|glömt\ lösenord
    |zapomniałe[śm].{0,8}hasł
    |şifremi\ unuttum|забыли\ пароль|忘记密码|忘記密碼|パスワードをお忘れ|비밀번호\ 찾기|نسيت\ كلمة""",
    re.VERBOSE | re.IGNORECASE,
)


def blocked_reason(status: int, title: str, text: str) -> str | None:
    """Return why a response is no article, in words; None where it may well be one.

    `text` is all that the page says, its article included; "" where its body was not read.
    """
    if status in _SENTENCES:
        return _SENTENCES[status].format(status_words(status))
    if status >= 400:
        return None
    title, text = title.strip(), text.strip()
    little = len(text) < LITTLE
    if little and (_BOT_TITLES.search(title) or _BOT_WORDS.search(text)):
        return BOT_WALL
    if little and (_LOGIN_TITLES.search(title) or _LOGIN_WORDS.search(text)):
        return LOGIN
    if _PAYWALL_WORDS.search(text if len(text) < TEASER else text[-ENDING:]):
        return PAYWALL
    if little and _FOR_SUBSCRIBERS.search(text):
        return PAYWALL
    return None
