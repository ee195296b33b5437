"""Logging in with the Google Reader API: where it may be, and what the answers to a login mean."""

import re
from http import HTTPStatus

from reader.sources.accounts.backend import AccountError, AuthNeeded, Busy, Gone, Offline
from reader.sources.accounts.web import Answer, check


def places_of(given: str) -> list[str]:
    """Return where the API may be, by the address that the reader gave: there itself, or in a FreshRSS whose
    page, or whose folder of APIs, it is.
    """
    whole = given.partition("?")[0].partition("#")[0]
    whole = re.sub(r"(/reader/api/0.*|/accounts/ClientLogin)?/*$", "", whole)
    page = re.sub(r"(/api/greader\.php|/api|/i|/index\.(php|html))$", "", whole)
    return list(dict.fromkeys([whole, f"{page}/api/greader.php", page]))


_OF_THE_LOGIN = re.compile(r"Error=|password|credentials|unauthori[sz]ed", re.IGNORECASE)
"""What a refusal has that speaks of the login."""


def _is_of_the_login(answer: Answer, *, logged_in_before: bool) -> bool:
    """Return whether a refusal says that the user or the password is wrong.

    401 does. 403 is said of that by few, as Google did, and also by networks and web servers that keep
    programs out: who was let in before is not asked for another password because of those.
    """
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return True
    said = answer.text[:1_000].lstrip("\ufeff \r\n\t")
    is_one = answer.status == HTTPStatus.FORBIDDEN and not said.startswith("<")
    return is_one and (not logged_in_before or bool(_OF_THE_LOGIN.search(said)))


def auth_in(answer: Answer) -> str:
    """Return what a login gave; "" where it gave nothing, as a page does."""
    if answer.status != HTTPStatus.OK:
        return ""
    lines = (line.partition("=") for line in answer.text[:10_000].splitlines())
    found = next((value.strip() for name, _, value in lines if name == "Auth"), "")
    return found if found.isascii() and found.isprintable() else ""


def why_refused(answer: Answer, *, logged_in_before: bool) -> AccountError | None:
    """Return what an answer says against a login; None where it does not speak the API at all."""
    host = answer.host
    if _is_of_the_login(answer, logged_in_before=logged_in_before):
        return AuthNeeded(
            f"{host} refuses the user or the password: FreshRSS (in the profile) and Miniflux (in the"
            " integrations) have one of their own for programs"
        )
    if answer.status == HTTPStatus.BAD_REQUEST and answer.text.startswith("Bad Request"):
        return AuthNeeded(f"{host} knows no such user")
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        return Busy(
            f"{host} says that its API is switched off or busy (503): in FreshRSS an administrator allows it"
            " under Authentication"
        )
    try:
        check(answer)
    except (Busy, Offline) as error:
        return error
    except Gone as error:
        return error if answer.status < HTTPStatus.BAD_REQUEST else None
    except AccountError:
        pass
    return None
