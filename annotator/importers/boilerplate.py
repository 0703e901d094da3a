"""Recognising what stands in a text and is no part of its article, by the words that such things always use.

It stays in the text and is marked, so that checks and figures leave it out and a person can see it and say otherwise.
Only whole blocks are marked, and only short ones: a story about cookies is none of them.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from annotator.importers.article import Block

LONGEST = 240
"""Code points beyond which a block is never taken for boilerplate."""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(patterns) + r")\s*", re.IGNORECASE)


_SITES = ("facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|pin|tumblr|pocket|flipboard|bluesky|threads|"
          "mastodon|messenger|e-?mail|print|sms|copy(?: link)?|share|tweet|link|xing|vk|line|more")  # fmt: skip
_FORM = "comment form"

_KNOWN: tuple[tuple[str, re.Pattern[str]], ...] = (
    (_FORM, _any(
        r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)(?: cancel reply)?[:.]?",
        r"be the first to comment(?: on .*)?[.!]?", r"(?:no|\d{1,5}) comments?(?: yet)?[.!]?",
        r"your e-?mail address will not be (?:published|shared|made public)\.?(?: required fields are marked ?\*?\.?)?",
        r"required fields are marked ?\*?\.?", r"join the conversation", r"comments are closed\.?",
        r"save my name, e-?mail,? and website .*",
        r"you must (?:be logged in|log in|sign in)(?: or register)? to (?:post a )?comment\.?",
        r"schreiben? (?:sie )?einen kommentar", r"kommentare? (?:schreiben|hinterlassen|verfassen)",
        r"(?:deine|ihre) e-mail-adresse wird nicht veröffentlicht\..*", r"(?:laisser|laissez|ajouter) un commentaire",
        r"votre adresse e-?mail ne sera pas publiée\..*", r"deja (?:un comentario|una respuesta)",
        r"tu dirección de correo electrónico no será publicada\..*", r"lascia un commento.*",
        r"deixe (?:um comentário|uma resposta|seu comentário)", r"laat een (?:reactie|bericht) achter",
        r"geef een reactie", r"(?:добавить|оставить) комментарий",
    )),
    ("read-more link", _any(
        r"(?:read|see|learn|find out|discover) more(?: (?:about|on|at|here|from)\b.*|\s?[:»>…→].*|\.{3})?",
        r"(?:read|see) also:? .*", r"also read:? .*", r"continue reading.*",
        r"related(?: (?:articles?|stories|posts?))?:.*",
        r"you (?:may|might) also (?:like|be interested in).*", r"(?:lesen sie|lies) (?:auch|mehr|hier)\b.*",
        r"mehr zum thema.*", r"weiterlesen\b.*", r"(?:à )?lire (?:aussi|également|la suite)\b.*",
        r"(?:lea|lee) (?:también|más)\b.*", r"leia (?:também|mais)\b.*", r"leggi (?:anche|tutto)\b.*",
        r"lees (?:ook|meer)\b.*",
        r"читайте также.*",
    )),
    ("cookie notice", _any(
        r"(?:we|this (?:web)?(?:site|page)|our (?:web)?site) uses? cookies(?: (?:to|and|on|for|in)\b.*|[.:])?",
        r"accept(?: all)?(?: cookies)|accept all",
        r"(?:manage |change )?cookie (?:settings|policy|preferences|notice)\.?",
        r"by (?:continuing|clicking) .*cookies.*",
        r"(?:wir|diese (?:web)?(?:seite|site)) (?:verwenden?|verwendet|nutzen|nutzt|benutzt) cookies.*",
        r"alle (?:cookies )?akzeptieren", r"(?:nous utilisons|ce site utilise) des cookies.*", r"tout accepter",
        r"(?:utilizamos|este sitio(?: web)? (?:usa|utiliza)) cookies.*", r"questo sito utilizza (?:i )?cookies?.*",
    )),
    ("share bar", _any(
        r"share(?: this)?(?: (?:article|story|post|page))?(?: (?:on|via|with|to)\b.{0,60})?:?", r"like this:?",
        r"click to (?:share|e-?mail|print)\b.*", rf"(?:(?>{_SITES})[\s|•·,/]*+){{2,}}+", r"follow us(?: on\b.*)?:?",
        r"(?:artikel )?teilen(?: (?:auf|mit)\b.{0,60})?:?", r"partager(?: (?:sur|cet article)\b.{0,60})?:?",
        r"compart(?:ir|e)(?: en\b.{0,60})?:?", r"condividi(?: su\b.{0,60})?:?", r"поделиться(?: .{0,40})?:?",
    )),
    ("newsletter offer", _any(
        r"(?:please )?(?:subscribe|sign up)\b.*(?:newsletters?|updates|e-?mails?|alerts|inbox|notifications?)\b.*",
        r"(?:get|receive)\b.{0,120}\b(?:in|to) your (?:inbox|e-?mail)\b.*", r"subscribe(?: now| today| here)?[.!]?",
        r"enter your e-?mail(?: address)?\b.*", r".{0,80}\bnewsletter\b.{0,60}\b(?:sign up|subscribe)\b.*",
        r"(?:jetzt )?(?:unseren )?newsletter (?:abonnieren|bestellen).*", r"(?:abonnieren|melden) sie\b.*newsletter.*",
        r"(?:abonnez|inscrivez)-vous\b.*(?:newsletter|lettre).*", r"suscr[ií]b[ae](?:se|te)\b.*",
        r"iscriviti\b.*newsletter.*", r"подпи(?:шитесь|сывайтесь)\b.*",
    )),
    ("advertisement", _any(
        r"(?:skip )?advertisement(?: ?[-–—].*)?",
        r"(?:story|article) continues (?:below|after)(?: this)? (?:ad|advertisement).*",
        r"sponsored(?: content| by .{0,60})?",
        r"anzeige", r"werbung", r"publicité", r"publicidad", r"pubblicità", r"реклама",
    )),
)  # fmt: skip
_FIELDS = _any(r"(?:your )?(?:name|e-?mail|website|url|comment)(?: ?\(?\*?(?:required|optional)?\)?)?:?",
               r"(?:post|submit)(?: comment)?", r"cancel reply", r"reply", r"[*]")  # fmt: skip


def marked(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, with those among the kept ones that are boilerplate marked as excluded, each with its reason."""
    out: list[Block] = []
    in_form = False
    for block in blocks:
        why = recognised(block.text) if block.kept and not block.excluded else ""
        if not why and in_form and block.kept and _FIELDS.fullmatch(block.text.strip()[:LONGEST]):
            why = _FORM
        if block.kept:
            in_form = why == _FORM
        out.append(replace(block, excluded=True, why=why) if why else block)
    return tuple(out)


def recognised(text: str) -> str:
    """What kind of boilerplate a block is, in words; empty for what is none."""
    if len(text) > 2 * LONGEST:
        return ""
    bare = " ".join(text.lstrip("•-–—*> ").split())
    if not bare or len(bare) > LONGEST:
        return ""
    return next((why for why, pattern in _KNOWN if pattern.fullmatch(bare)), "")
