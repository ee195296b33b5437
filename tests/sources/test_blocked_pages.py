"""Bot walls, paywalls and logins are told from articles, in many languages."""

import pytest

from reader.sources.blocked_pages import BOT_WALL, LOGIN, PAYWALL, blocked_reason

STORY = "The first electric ferry left the old quay at six in the morning and crossed the river quietly. "


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Just a moment...", ""),
        ("harbour.example", "Checking your browser before accessing harbour.example. Ray ID: 7f"),
        ("", "Please enable JavaScript and cookies to continue"),
        ("", "You need to enable JavaScript to run this app."),
        ("Attention Required! | Shield", "Please complete the security check."),
        ("Access denied", "You do not have permission."),
        ("", "Verify you are human by completing the action below."),
        ("", "Our systems have detected unusual traffic from your computer network."),
        ("Security", "Type the letters: captcha"),
        ("Nur einen Moment", ""),
        ("", "Bitte aktivieren Sie JavaScript, um fortzufahren."),
        ("", "Veuillez activer JavaScript dans votre navigateur."),
        ("", "Confirma que no eres un robot"),
        ("", "Por favor, habilite JavaScript."),
        ("", "Abilita JavaScript per continuare"),
        ("", "Schakel JavaScript in om verder te gaan"),
        ("", "Włącz obsługę JavaScript"),
        ("", "Включите JavaScript, чтобы продолжить"),
        ("", "Подтвердите, что вы не робот"),
        ("请稍候…", ""),
        ("", "请启用JavaScript后继续"),
        ("", "JavaScriptを有効にしてください"),
        ("", "자바스크립트를 활성화하세요"),
        ("", "يرجى تفعيل جافا سكريبت"),
    ],
)
def test_bot_walls(title: str, text: str) -> None:
    assert blocked_reason(200, title, text) == BOT_WALL


@pytest.mark.parametrize(
    "words",
    [
        "Subscribe to continue reading",
        "To continue reading, please subscribe.",
        "This article is for subscribers only.",
        "This story is available exclusively to our members.",
        "You have reached your limit of free articles. Already a subscriber? Log in",
        "Unlock this article",
        "Jetzt weiterlesen mit Plus",
        "Dieser Text ist nur für Abonnenten.",
        "Cet article est réservé aux abonnés",
        "Suscríbete para seguir leyendo",
        "Conteúdo exclusivo para assinantes",
        "Contenuto riservato agli abbonati",
        "Alleen voor abonnees",
        "Tylko dla prenumeratorów",
        "Материал доступен только по подписке",
        "订阅后继续阅读",
        "この記事は有料会員限定です",
        "구독자 전용 기사입니다",
    ],
)
def test_paywalls_behind_a_teaser(words: str) -> None:
    assert blocked_reason(200, "A ferry", f"{STORY}\n{words}") == PAYWALL
    assert blocked_reason(200, "A ferry", f"{STORY * 100}\n{words}") == PAYWALL, "cut off after much text"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Log in | The Harbour", "Name Password"),
        ("Sign in to your account", ""),
        ("The Harbour", "Please log in to read this page."),
        ("Anmelden", "Benutzername Passwort"),
        ("The Harbour", "Passwort vergessen?"),
        ("Connexion", "Mot de passe oublié ?"),
        ("Iniciar sesión", ""),
        ("Вход на сайт", "Забыли пароль?"),
        ("用户登录", "忘记密码？"),
        ("ログイン", ""),
    ],
)
def test_logins(title: str, text: str) -> None:
    assert blocked_reason(200, title, text) == LOGIN


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("A ferry", STORY * 3),
        ("How captchas came to be", "A captcha asks whether you are a robot. " + STORY * 12),
        ("Log in or log out: the loggers of the north", STORY * 12),
        ("A ferry", STORY + "Please enable JavaScript to view the comments."),
        ("A ferry", "For subscribers: the harbour quiz\n" + STORY * 30),
        ("A ferry", "Subscribe to continue reading, said the sign.\n" + STORY * 100),
        ("", ""),
        ("Einen Momentos Preis gewinnt die Fähre", STORY * 12),
    ],
)
def test_articles_are_articles(title: str, text: str) -> None:
    assert blocked_reason(200, title, text) is None


def test_statuses_say_it_themselves() -> None:
    assert blocked_reason(403, "", "") == "forbidden to programs (403)"
    assert "429" in (blocked_reason(429, "", "") or "")
    assert "paywall" in (blocked_reason(402, "", "") or "")
    assert "login" in (blocked_reason(401, "", "") or "")
    assert blocked_reason(404, "Just a moment", "captcha") is None
