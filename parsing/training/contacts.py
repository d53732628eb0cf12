"""How to reach a fictional person: addresses, numbers and links that belong to nobody."""

from __future__ import annotations

import random
from functools import cache
from typing import Final

from parsing.training.names import Name, ascii_of
from parsing.training.words import table, tables, words

_USERS: Final = (
    "{first}.{last}", "{first}.{last}", "{first}.{last}", "{first}{last}", "{initial}.{last}",
    "{initial}{last}", "{first}_{last}", "{last}.{first}", "{first}.{last}{short}", "{first}{year}",
    "{first}-{last}", "hello.{first}",
)  # fmt: skip
_HANDLES: Final = ("{first}-{last}", "{first}{last}", "{initial}{last}", "{first}-{last}-{number}")


def email_of(name: Name, country: str, begun: int, rng: random.Random) -> str:
    """An address at an example domain or at an invented one, in a usual form of the name."""
    first, last = _handles(name)
    year = begun // 12 - 22
    user = rng.choice(_USERS).format(
        first=first, last=last, initial=first[0], year=year, short=f"{year % 100:02}"
    )
    domains = tables(table("contacts"), "domains")
    domain = rng.choice([*words(domains, "any"), *words(domains, country) * 3, f"{last}.example"])
    return f"{user}@{domain}"


def phone_of(country: str, rng: random.Random) -> str:
    """A number that the library holds valid for the country, from a range for fiction where there is one."""
    import phonenumbers

    patterns = words(tables(table("places"), country), "phones") or list(_examples(country))
    for _ in range(60):
        pattern = rng.choice(patterns)
        number = "".join(str(rng.randint(0, 9)) if sign == "#" else sign for sign in pattern)
        if phonenumbers.is_valid_number(phonenumbers.parse(number)):
            return number
    return patterns[0].replace("#", "1")


def postcode_of(country: str, rng: random.Random) -> str:
    """A code in the country's form."""
    letters = {"#": "123456789", "@": "BCDEGHLMNRSW"}
    pattern = str(tables(table("places"), country)["postcode"])
    return "".join(rng.choice(letters[sign]) if sign in letters else sign for sign in pattern)


def street_of(country: str, rng: random.Random) -> str:
    """A street and a number."""
    return rng.choice(words(tables(table("places"), country), "streets")).format(rng.randint(1, 188))


def urls_of(name: Name, field: str, country: str, rng: random.Random) -> dict[str, str]:
    """Kind of link → address without a scheme; {} for four in ten people."""
    first, last = _handles(name)
    number = rng.randint(10, 99)
    handle = rng.choice(_HANDLES).format(first=first, last=last, initial=first[0], number=number)
    kinds = ["LinkedIn"] if rng.random() < 0.6 else []
    if country in ("DE", "AT", "CH") and rng.random() < 0.25:
        kinds.append("XING")
    networks, paths = (tables(table("contacts"), key) for key in ("networks", "paths"))
    kinds += [kind for kind in words(networks, field) if rng.random() < 0.45]
    orcid = "-".join(f"{rng.randint(0, 9999):04}" for _ in range(3))
    found = {
        kind: str(paths[kind]).format(handle, number=rng.randint(1000, 99999), orcid=orcid) for kind in kinds
    }
    if rng.random() < 0.18:
        sites = (f"{first}{last}.example.com", f"www.{last}-{first}.example", f"{first}.example.net/cv")
        found["website"] = rng.choice(sites)
    return found


def _handles(name: Name) -> tuple[str, str]:
    given = name.given.replace("Prof.", "").replace("Dr.", "").split()
    last = ascii_of(name.family.replace(", Jr.", "").replace(" Jr.", "").replace(" III", "")) or "mail"
    return ascii_of(given[0]) if given else last, last


@cache
def _examples(country: str) -> tuple[str, ...]:
    """The library's example numbers with the last three digits open."""
    import phonenumbers

    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)
    numbers = [phonenumbers.example_number_for_type(country, kind) for kind in kinds]
    written = [
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        for number in numbers
        if number
    ]
    return tuple(f"{number[:-3]}###" for number in written)
