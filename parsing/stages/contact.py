"""E-mail addresses, web addresses and profiles, mended where a scan broke them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from parsing.stages.headings import heading_of
from parsing.stages.types import Entity, Line

_EMAIL = re.compile(r"[\w.+\-']+@[\w\-]+(?:\.[\w\-]+)+")
_SPACED_EMAIL = re.compile(
    r"(?<![\w.])([\w.+\-]+)\s?(?:@|\(at\)|\[at\]|\{at\}|©|®)\s?([\w\-]+(?:\s?\.\s?[\w\-]+)*?\s?[.,]\s?[a-z]{2,6})\b",
    re.IGNORECASE,
)
_PROVIDERS: Final = r"(?:gmail|googlemail|hotmail|yahoo|outlook|icloud|protonmail|gmx)"
_PROVIDERS_IN_SHORT: Final = ("mail.", "yahoo.", "outlook.", "icloud.", "gmx.")
"""What the domain of a provider holds: asked first, for the pattern is slow."""
_LOST_AT = re.compile(
    rf"(?<![\w.@/])([a-z][\w.+\-]{{2,}}?)[\s.]?({_PROVIDERS}\.(?:com|net|org|de|fr|me))\b", re.IGNORECASE
)
_BROKEN_END = re.compile(r"@[\w.\-]*\Z")
_OPEN_BEGINNING = re.compile(r"(?:\A|[\s:|])([\w.+\-]+[-_])\Z")
"""The beginning of an address, at a line's end, that goes on below."""
_CUT_OFF = re.compile(r"[a-z]{1,3}(?:\.[a-z]{2,3})?")
_SHORT_LABEL: Final = 3
"""Letters of a domain's last part, at most, that a narrow cell cuts before a further one ("c" / "om.ar")."""
_FIRST_HALF = re.compile(r"(?:\A|[:|·\t])\s*([a-z]{3,})[ ](?=_?\Z)")
"""A word alone before an address on a scan: the reader loses the stroke between it and the address."""
_LABEL_WORDS = re.compile(r"mail|post|corre|courr|contac|kontak|adres|addres|ele[ck]tr")
_SECOND_LEVEL: Final = frozenset({"com", "co", "org", "net", "edu", "gov", "ac"})
_WRAPPED_END = re.compile(r"[\w\-]*(?:\.[\w\-]+)*\.[a-z]{2,10}\b|[a-z]{2,4}\b", re.IGNORECASE)
_DOMAIN_SLIPS: Final = {
    "gmail.co": "gmail.com", "gmail.con": "gmail.com", "gmail.cm": "gmail.com", "gmai.com": "gmail.com",
    "gmail.om": "gmail.com", "gmall.com": "gmail.com", "grnail.com": "gmail.com", "gmaii.com": "gmail.com",
    "hotmail.co": "hotmail.com", "hotmail.con": "hotmail.com", "outlook.co": "outlook.com",
    "outlook.con": "outlook.com", "yahoo.co": "yahoo.com", "yahoo.con": "yahoo.com",
    "iclould.com": "icloud.com",
}  # fmt: skip

_TLDS: Final = (
    "com|org|net|io|dev|me|ai|app|co|de|fr|es|it|nl|pl|se|dk|no|fi|cz|ro|eu|ch|at|be|pt|uk|ie|in|ca|us|br|mx|ar|au|nz"
    "|jp|cn|kr|sg|ru|ua|gr|hu|tr|info|tech|xyz|site|blog|page|online|design|studio|cloud|edu|gov|cv|works|work|space"
    "|social|digital|world|world|engineer|codes|link|pro|name|li|lu|is|id|gg|so|sh|to|tv|fm|ly|art|website|live"
)
_ENDINGS: Final = frozenset(_TLDS.split("|"))
_URL = re.compile(
    rf"(?<![\w@.])(?:https?:\s?/\s?/\s?|www\.)[^\s|<>\"'•·)\]]+|(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{_TLDS})"
    r"(?![\w.@-]*\w@)\b(?:/[^\s|<>\"'•·,;)\]]*)?(?![\w@])",
    re.IGNORECASE,
)
_URL_REST = re.compile(r"[a-z0-9%~][\w%~+=&?#./-]*", re.IGNORECASE)
"""What the line below an address may hold of it, and nothing else."""
_BETWEEN = re.compile(r"\s*[|\t·•]\s*")
_NOT_SITES: Final = frozenset(
    ["asp.net", "vb.net", "ado.net", "ml.net", "socket.io", "draw.io", "d.c", "b.sc", "node.io", "fast.ai"]
)

_NETWORKS: Final[dict[str, tuple[str, str]]] = {
    "linkedin.com": ("LinkedIn", r"/(?:in|pub|company)/([^/?#]+)"),
    "github.com": ("GitHub", r"/([\w.-]+)"),
    "gitlab.com": ("GitLab", r"/([\w.-]+)"),
    "bitbucket.org": ("Bitbucket", r"/([\w.-]+)"),
    "twitter.com": ("Twitter", r"/@?([\w-]+)"),
    "x.com": ("X", r"/@?([\w-]+)"),
    "stackoverflow.com": ("StackOverflow", r"/(?:users/(?:\d+/)?|u/)([^/?#]+)"),
    "stackexchange.com": ("StackExchange", r"/users/(?:\d+/)?([^/?#]+)"),
    "medium.com": ("Medium", r"/@?([\w.-]+)"),
    "dev.to": ("DEV", r"/([\w.-]+)"),
    "facebook.com": ("Facebook", r"/([\w.-]+)"),
    "instagram.com": ("Instagram", r"/([\w.-]+)"),
    "youtube.com": ("YouTube", r"/(?:c/|user/|channel/|@)?([\w.-]+)"),
    "behance.net": ("Behance", r"/([\w.-]+)"),
    "dribbble.com": ("Dribbble", r"/([\w.-]+)"),
    "kaggle.com": ("Kaggle", r"/([\w.-]+)"),
    "leetcode.com": ("LeetCode", r"/(?:u/)?([\w.-]+)"),
    "hackerrank.com": ("HackerRank", r"/(?:profile/)?([\w.-]+)"),
    "codeforces.com": ("Codeforces", r"/profile/([\w.-]+)"),
    "xing.com": ("Xing", r"/profile/([^/?#]+)"),
    "orcid.org": ("ORCID", r"/([\dX-]{19})"),
    "scholar.google.com": ("Google Scholar", r"/citations.*?[?&]user=([\w-]+)"),
    "researchgate.net": ("ResearchGate", r"/profile/([^/?#]+)"),
    "keybase.io": ("Keybase", r"/([\w.-]+)"),
    "telegram.me": ("Telegram", r"/(\w+)"),
    "t.me": ("Telegram", r"/(\w+)"),
    "wa.me": ("WhatsApp", r"/(\d+)"),
    "angel.co": ("AngelList", r"/(?:u/)?([\w.-]+)"),
    "codepen.io": ("CodePen", r"/([\w.-]+)"),
    "npmjs.com": ("npm", r"/~([\w.-]+)"),
    "huggingface.co": ("Hugging Face", r"/([\w.-]+)"),
    "bsky.app": ("Bluesky", r"/profile/([\w.-]+)"),
    "soundcloud.com": ("SoundCloud", r"/([\w.-]+)"),
    "vimeo.com": ("Vimeo", r"/([\w.-]+)"),
    "pinterest.com": ("Pinterest", r"/([\w.-]+)"),
    "threads.net": ("Threads", r"/@?([\w.-]+)"),
}
_MASTODON = re.compile(r"^/@([\w.-]+)/?$")
_BY_NAME: Final = {
    name.lower().replace(" ", ""): host for host, (name, _) in _NETWORKS.items() if len(name) > 1
} | {
    "stackoverflow": "stackoverflow.com",
    "googlescholar": "scholar.google.com",
    "mastodon": "mastodon.social",
}
_NAMES_PATTERN: Final = (
    r"linked\s?in|github|gitlab|bitbucket|twitter|stack\s?overflow|medium|facebook|instagram|behance|dribbble|kaggle|"
    r"leetcode|hackerrank|xing|orcid|google\s?scholar|researchgate|mastodon|keybase|telegram|codepen|skype|youtube"
)
_LABELLED_PROFILE = re.compile(
    rf"(?<![\w./@])({_NAMES_PATTERN})\s?(?:[:：/|@]| [-–—] | @| ) ?[/@]?([\w][\w.\-]{{2,38}})(?![\w./@])",
    re.IGNORECASE,
)
_NETWORK_WORD = re.compile(rf"\A\W*({_NAMES_PATTERN})\W*\Z", re.IGNORECASE)
_BEGINS_NETWORK = re.compile(rf"(?:{_NAMES_PATTERN})(?![\w.\-])", re.IGNORECASE)
_ORCID = re.compile(r"(?<![\w-])(\d{4}-\d{4}-\d{4}-\d{3}[\dX])(?![\w-])")
# Private-use code points of Font Awesome's brand icons, unchanged since its version 4.
_BRAND_ICONS: Final = {
    "\uf09b": "github.com", "\uf092": "github.com", "\uf113": "github.com", "\uf0e1": "linkedin.com",
    "\uf08c": "linkedin.com", "\uf099": "twitter.com", "\uf081": "twitter.com", "\uf296": "gitlab.com",
    "\uf16c": "stackoverflow.com", "\uf18d": "stackexchange.com", "\uf09a": "facebook.com",
    "\uf16d": "instagram.com", "\uf168": "xing.com", "\uf169": "xing.com", "\uf8d2": "orcid.org",
    "\uf171": "bitbucket.org", "\uf1b4": "behance.net", "\uf17d": "dribbble.com", "\uf23a": "medium.com",
    "\uf5fa": "kaggle.com", "\uf4f6": "mastodon.social", "\ue61b": "x.com",
}  # fmt: skip
_ICON_PROFILE = re.compile(r"([\uf000-\uf8ff\ue61b])\s*@?/?([\w][\w.\-]{1,38})(?![\w./@])")
_HOST_PATH: Final = {"linkedin.com": "/in/", "stackoverflow.com": "/users/", "xing.com": "/profile/"}


class NetworkProfile(NamedTuple):
    """A page of the person on a network that we know."""

    network: str
    username: str


def network_profile(url: str) -> NetworkProfile | None:
    """Network and user name that an address stands for, None for an ordinary site."""
    parts = urlsplit(with_scheme(url))
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host.endswith(".linkedin.com"):
        host = "linkedin.com"
    if host.startswith("scholar.google."):
        host = "scholar.google.com"
    known = _NETWORKS.get(host)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if known is None:
        mastodon = _MASTODON.match(parts.path)
        return NetworkProfile("Mastodon", mastodon[1]) if mastodon else None
    match = re.match(known[1], path)
    if match is None or (known[0] in ("GitHub", "GitLab", "Bitbucket") and parts.path.strip("/").count("/")):
        return None
    return NetworkProfile(known[0], match[1].rstrip("/"))


def with_scheme(url: str) -> str:
    """The address with `https://` where none was written, OCR's spaces behind the scheme closed up."""
    url = re.sub(r"\A(https?):\s?/\s?/\s?", r"\1://", url, flags=re.IGNORECASE)
    return url if "://" in url else f"https://{url}"


def is_email(text: str) -> bool:
    """Whether the text is an e-mail address and nothing else."""
    return _EMAIL.fullmatch(text) is not None


def emails_in(line: Line, following: Line | None = None, before: Line | None = None) -> Iterator[Entity]:
    """E-mail addresses; `rule` says what was mended. The lines beside complete one that wraps."""
    text = line.text
    if "@" not in text:
        yield from _emails_without_at(line)
        return
    found = False
    for match in _EMAIL.finditer(text):
        found = True
        first = _FIRST_HALF.search(text[: match.start()]) if line.source == "ocr" else None
        if first and not _LABEL_WORDS.search(first[1]):
            address = f"{first[1]}_{match[0].removeprefix('_')}"
            yield _email(line, first.start(1), match.end(), address, "email.lost_stroke")
            continue
        address = _begun_above(match, before) + match[0] + _ended_below(match, following)
        rule = "email" if address == match[0] else "email.wrapped"
        yield _email(line, match.start(), match.end(), address, rule)
    if found:
        return
    spaced = _SPACED_EMAIL.search(text)
    if spaced:
        address = _closed_up(spaced)
        yield _email(line, spaced.start(), spaced.end(), address, "email.spaces")
        return
    broken = _BROKEN_END.search(text.rstrip())
    begins = re.search(r"[\w.+\-]+\Z", text[: broken.start()]) if broken else None
    below = last_cell(following).lstrip(" «·,:;'" if following.source == "ocr" else " ") if following else ""
    rest = _WRAPPED_END.match(below) if begins else None
    if broken and begins and rest:
        dot = "." * (line.source == "ocr" and _lost_dot(broken[0], rest[0]))
        address = f"{_begun_above(begins, before)}{begins[0]}{broken[0]}{dot}{rest[0]}"
        yield _email(line, begins.start(), len(text.rstrip()), address, "email.wrapped")


def _lost_dot(domain: str, rest: str) -> bool:
    """Whether the dot between the two halves of a domain was not read: what is left ends no other name."""
    labels = rest.lower().split(".")
    return "." not in domain and labels[-1] in _ENDINGS and (len(labels) == 1 or labels[0] in _SECOND_LEVEL)


def _begun_above(email: re.Match[str], before: Line | None) -> str:
    """What the line above ends with, where that can only be the beginning of the address."""
    if before is None or email.string[: email.start()].strip():
        return ""
    begun = _OPEN_BEGINNING.search(before.text.rstrip())
    return begun[1] if begun else ""


def _ended_below(email: re.Match[str], following: Line | None) -> str:
    """The letters that a narrow cell pushed to the next line: with them the domain has an end that exists."""
    behind = email.string[email.end() :].strip()
    if behind == "." and following is not None and following.text.strip() in _ENDINGS:
        return f".{following.text.strip()}"
    if following is None or behind or not _CUT_OFF.fullmatch(last_cell(following)):
        return ""
    rest = last_cell(following)
    cut, whole = (name.rpartition(".")[2].lower() for name in (email[0], email[0] + rest))
    if "." in rest and len(cut) > _SHORT_LABEL and {cut, rest.partition(".")[0]} & _ENDINGS:
        return ""
    return rest if whole in _ENDINGS and (cut not in _ENDINGS or whole == "com") else ""


def _emails_without_at(line: Line) -> Iterator[Entity]:
    for target, start, end in links_of(line):
        if target.lower().startswith("mailto:"):
            address = target[7:].split("?")[0]
            if _EMAIL.fullmatch(address):
                yield _email(line, start, end, address, "email.link")
                return
    spaced = _SPACED_EMAIL.search(line.text) if any(mark in line.text for mark in "([{©®") else None
    if spaced:
        address = _closed_up(spaced)
        yield _email(line, spaced.start(), spaced.end(), address, "email.at_word")
        return
    low = line.text.lower() if len(line.text) < 200 else ""
    lost = _LOST_AT.search(line.text) if any(name in low for name in _PROVIDERS_IN_SHORT) else None
    if lost and not lost[1].lower().endswith(("www", "http", "https", "//")):
        yield _email(line, lost.start(), lost.end(), f"{lost[1]}@{lost[2]}", "email.lost_at")


def _closed_up(spaced: re.Match[str]) -> str:
    domain = re.sub(r"\s", "", spaced[2]).replace(",", ".")
    return f"{spaced[1]}@{domain}"


def _email(line: Line, start: int, end: int, address: str, rule: str) -> Entity:
    address = address.strip(".'-").removeprefix("mailto:")
    local, _, domain = address.rpartition("@")
    mended = _DOMAIN_SLIPS.get(domain.lower())
    if mended:
        address, rule = f"{local}@{mended}", "email.domain_slip"
    confidence = 0.99 if rule == "email" else 0.8
    return Entity("EMAIL", line.id, start, end, address, confidence, "rule", rule)


def last_cell(line: Line) -> str:
    """What the line says behind its last wide gap, all of it where it has none."""
    return line.text.rpartition("\t")[2].strip()


def links_of(line: Line) -> list[tuple[str, int, int]]:
    """Targets of the line's links with the span of the words they lie under."""
    if line.links:
        return [(link.target, link.start, link.end) for link in line.links]
    found: list[tuple[str, int, int]] = []
    offset = 0
    for word in line.words:
        end = offset + len(word.text)
        if word.link:
            if found and found[-1][0] == word.link and found[-1][2] == offset - 1:
                found[-1] = (word.link, found[-1][1], end)
            else:
                found.append((word.link, offset, end))
        offset = end + 1
    return found


def urls_in(
    line: Line, *, in_contact: bool, following: Line | None = None, is_full: bool = False
) -> Iterator[Entity]:
    """Web addresses (`URL`) and pages on known networks (`PROFILE`), written out or behind words.

    The value is an address. A profile whose rule is `profile.label` or `profile.icon` was written as a user
    name only: its address is put together from the network's. One whose rule ends in `.wrapped` goes on in
    the line `following`, which is then used up; `is_full` says that the line ends where its column does.
    """
    taken: list[tuple[int, int]] = []
    for target, start, end in links_of(line):
        if target.lower().startswith(("http://", "https://", "www.")):
            taken.append((start, end))
            yield _web(line, start, end, target, ".link")
    text = line.text
    if "." in text and (in_contact or "/" in text or "www." in text.lower()):
        for match in _URL.finditer(text):
            if _overlaps(match.span(), taken) or match[0].lower().rstrip(".,") in _NOT_SITES:
                continue
            explicit = match[0].lower().startswith(("http", "www.")) or "/" in match[0]
            rest = _goes_on(match, following, is_full=is_full and in_contact)
            if (explicit or in_contact) and (rest or not _is_bare_network(match[0])):
                taken.append(match.span())
                url = match[0] + rest if rest else match[0].rstrip(".,;:")
                yield _web(line, match.start(), match.end(), url, ".wrapped" if rest else "")
    if in_contact:
        yield from _bare_profiles(line, taken)


def _goes_on(url: re.Match[str], following: Line | None, *, is_full: bool) -> str:
    """What the line below holds of an address that its column had no room for, "" where that is nothing."""
    rest = following.text.strip() if following is not None else ""
    if url[0].endswith("-"):
        rest = _BETWEEN.split(rest)[0]
    if url.string[url.end() :].strip() or not _URL_REST.fullmatch(rest) or heading_of(rest) is not None:
        return ""
    is_alone = not url.string[: url.start()].strip()
    if _is_bare_network(url[0]):
        return rest
    if url[0].endswith(("-", "_", "=", "&")):
        return rest
    if url[0].endswith("/"):
        return "" if rest[:1].isupper() or _URL.match(rest) else rest
    if not (is_full and is_alone and rest[:1].islower()) or "." in rest:
        return ""
    if urlsplit(with_scheme(url[0])).path:
        return rest if network_profile(url[0]) else ""
    cut = url[0].rpartition(".")[2].lower()
    return rest if cut + rest.partition("/")[0] in _ENDINGS else ""


def _bare_profiles(line: Line, taken: list[tuple[int, int]]) -> Iterator[Entity]:
    for match in _LABELLED_PROFILE.finditer(line.text):
        host = _BY_NAME.get(re.sub(r"\s", "", match[1].lower()))
        if (
            host
            and not _overlaps(match.span(), taken)
            and _is_user_name(match[2], match.group(), line.text[match.start(2) :])
        ):
            taken.append(match.span())
            yield _profile(line, match.start(2), match.end(2), host, match[2], "profile.label")
    for match in _ICON_PROFILE.finditer(line.text):
        host = _BRAND_ICONS.get(match[1])
        if host and not _overlaps(match.span(), taken):
            taken.append(match.span())
            yield _profile(line, match.start(2), match.end(2), host, match[2], "profile.icon")
    orcid = _ORCID.search(line.text)
    if orcid and not _overlaps(orcid.span(), taken):
        yield _profile(line, orcid.start(), orcid.end(), "orcid.org", orcid[1], "profile.orcid")


def _is_user_name(text: str, whole: str, following: str) -> bool:
    """False for the next network in a row of them, a number, or an ordinary word without a sign before it.

    `following` is the line from the text on.
    """
    if _BEGINS_NETWORK.match(following) or not any(character.isalpha() for character in text):
        return False
    return bool(re.search(r"[:：/|@]|[-–—] ", whole)) or not text.istitle()


def user_name_below(line: Line, following: Line | None) -> Entity | None:
    """The profile that a user name and a network's name make in two lines, in either order."""
    if following is None:
        return None
    for name, other in ((line, following), (following, line)):
        network = _NETWORK_WORD.match(name.text)
        user = re.fullmatch(r"\W*@?([\w][\w.\-]{2,38})\W*", other.text)
        is_name = user and not (
            _NETWORK_WORD.match(other.text) or _URL.search(other.text) or heading_of(other.text)
        )
        if network and user and is_name:
            host = _BY_NAME.get(re.sub(r"\s", "", network[1].lower()))
            if host:
                return _profile(other, user.start(1), user.end(1), host, user[1], "profile.label")
    return None


def _is_bare_network(url: str) -> bool:
    """True for a network's address that names nobody, as where the user name went to the next line."""
    parts = urlsplit(with_scheme(url))
    host = (parts.hostname or "").removeprefix("www.")
    return host in _HOST_PATH and parts.path.rstrip("/") + "/" in ("/", _HOST_PATH[host])


def _web(line: Line, start: int, end: int, url: str, suffix: str) -> Entity:
    label = "PROFILE" if network_profile(url) else "URL"
    return Entity(
        label, line.id, start, end, with_scheme(url), 0.95, "rule", f"{label.lower()}{suffix or '.text'}"
    )


def _profile(line: Line, start: int, end: int, host: str, user: str, rule: str) -> Entity:
    path = "/@" if host == "mastodon.social" else _HOST_PATH.get(host, "/")
    if host == "scholar.google.com":
        path = "/citations?user="
    return Entity("PROFILE", line.id, start, end, f"https://{host}{path}{user}", 0.8, "rule", rule)


def _overlaps(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
