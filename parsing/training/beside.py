"""What a career holds beside jobs and studies: languages, certificates, projects, papers, prizes."""

from __future__ import annotations

from typing import Final

from parsing.training.jobs import TODAY, edtf
from parsing.training.names import Name
from parsing.training.prose import Teller
from parsing.training.types import Item
from parsing.training.words import table, tables, words

_FAR: Final = 150


def spoken_of(teller: Teller) -> tuple[tuple[str, str], ...]:
    """(language, level) of what the person speaks, the first one as a mother tongue; () for one in ten."""
    rng, spoken = teller.rng, tables(table(f"life_{teller.language}"), "spoken")
    if rng.random() < 0.1:
        return ()
    own, *others = words(spoken, "names")
    chosen = rng.sample(others, rng.choice((0, 1, 1, 2, 2, 3, 4)))
    if teller.language != "en" and rng.random() < 0.7:
        english = others[0]
        chosen = [english, *(name for name in chosen if name != english)]
    common = words(spoken, "levels")
    levels = [rng.choice(common) for _ in chosen]
    if rng.random() < 0.3:
        levels = [rng.choice(("A1", "A2", "B1", "B2", "C1", "C2")) for _ in chosen]
    return ((own, rng.choice(words(spoken, "native"))), *zip(chosen, levels, strict=True))


def certificates_of(teller: Teller) -> tuple[Item, ...]:
    """None for half of the people, else up to four."""
    rng = teller.rng
    if rng.random() < 0.5:
        return ()
    known = words(teller.job, "certificates")
    chosen = rng.sample(known, min(len(known), rng.randint(1, 4)))
    return tuple(_item(teller.filled(entry), _when(teller) if rng.random() < 0.8 else "") for entry in chosen)


def projects_of(teller: Teller) -> tuple[Item, ...]:
    """More often in fields where people have them."""
    rng = teller.rng
    likely = 0.55 if teller.craft in ("software", "data", "design", "research") else 0.12
    if rng.random() > likely:
        return ()
    names = dict.fromkeys(teller.one(teller.prose, "project_name") for _ in range(rng.randint(1, 3)))
    return tuple(_project(teller, name) for name in names)


def _project(teller: Teller, name: str) -> Item:
    rng = teller.rng
    start = TODAY - rng.randint(8, _FAR)
    end = rng.choice(("", edtf(min(start + rng.randint(2, 20), TODAY - 1)), None))
    slug = "".join(letter for letter in name.casefold() if letter.isascii() and letter.isalnum()) or "project"
    return Item(
        name=name,
        role=rng.choice(words(teller.prose, "project_role")) if rng.random() < 0.3 else "",
        start=edtf(start) if rng.random() < 0.75 else "",
        end=end,
        summary=teller.one(teller.prose, "project"),
        url=f"{slug}.example.org" if rng.random() < 0.25 else "",
        keywords=tuple(rng.sample(teller.tools(), 3)) if rng.random() < 0.35 else (),
    )


def publications_of(teller: Teller, name: Name) -> tuple[Item, ...]:
    """Researchers have papers, hardly anybody else."""
    rng = teller.rng
    if rng.random() > (0.85 if teller.craft == "research" else 0.04):
        return ()
    titles = dict.fromkeys(teller.one(teller.prose, "publication") for _ in range(rng.randint(1, 5)))
    return tuple(
        Item(
            title,
            by=teller.one(teller.prose, "journal"),
            start=_when(teller)[:4],
            role=_authors(name, teller),
        )
        for title in titles
    )


def _authors(name: Name, teller: Teller) -> str:
    """Who wrote it, the person among them."""
    family = name.family.partition(",")[0]
    me = f"{family}, {name.given[0]}." if name.given else family
    others = [teller.filled("{family}") + f", {teller.rng.choice('ABCDEGJKLMPRST')}." for _ in range(2)]
    return "; ".join([*others[: teller.rng.randint(0, 2)], me])


def awards_of(teller: Teller) -> tuple[Item, ...]:
    """None for most."""
    rng = teller.rng
    if rng.random() > 0.18:
        return ()
    chosen = rng.sample(words(teller.life, "awards"), rng.randint(1, 2))
    return tuple(_item(teller.filled(entry), _when(teller)[:4]) for entry in chosen)


def volunteering_of(teller: Teller) -> tuple[Item, ...]:
    """None for most."""
    rng = teller.rng
    if rng.random() > 0.18:
        return ()
    chosen = rng.sample(words(teller.life, "volunteering"), rng.randint(1, 2))
    return tuple(_good_deed(teller, *teller.filled(entry).split("|")) for entry in chosen)


def _good_deed(teller: Teller, role: str, by: str) -> Item:
    rng = teller.rng
    start = TODAY - rng.randint(20, _FAR)
    return Item(
        name=by,
        by=by,
        role=role,
        start=edtf(start),
        end=rng.choice((None, edtf(start + rng.randint(6, 18)))),
        summary=teller.one(teller.life, "volunteer_did") if rng.random() < 0.6 else "",
    )


def interests_of(teller: Teller) -> tuple[str, ...]:
    """None for half of the people."""
    rng = teller.rng
    return tuple(rng.sample(words(teller.life, "interests"), rng.randint(2, 5))) if rng.random() < 0.5 else ()


def nationality_of(teller: Teller) -> str:
    """Said by few, and where it is usual."""
    return teller.one(teller.life, "nationalities") if teller.rng.random() < 0.4 else ""


def _item(entry: str, start: str) -> Item:
    """An item from "name|by"."""
    name, _, by = entry.partition("|")
    return Item(name, by=by, start=start)


def _when(teller: Teller) -> str:
    return edtf(TODAY - teller.rng.randint(2, _FAR))
