"""Which column of a table holds what, by the names that people give them in many languages."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from annotator.importers.article import COLUMNS
from annotator.model.errors import UserError

_NAMES = {
    "text": "text body fulltext articletext articlebody content contents article story maintext bodytext cleantext"
            " rawtext document transcript articlecontent newstext haupttext volltext artikeltext inhalt artikel texte"
            " contenu corps article texteintegral texto cuerpo contenido textocompleto noticia corpo conteudo testo"
            " contenuto articolo tekst inhoud tresc текст содержание статья текстстатьи النص المحتوى المقال"
            " 正文 内容 全文 本文 본문",
    "title": "title headline heading hl head articletitle newstitle titel überschrift ueberschrift schlagzeile titre"
             " titulo titular encabezado manchete titolo kop tytul"
             " заголовок название العنوان 标题 タイトル 見出し 제목",
    "author": "author authors byline by writer creator journalist reporter autor autoren autorin verfasser auteur"
              " auteurs autores autore autori автор авторы المؤلف الكاتب 作者 著者 기자",
    "outlet": "outlet source publication publisher newspaper media medium site sitename sourcename domain journal"
              " agency provider quelle zeitung medien journal fuente medio periodico fonte giornale testata veiculo"
              " jornal bron krant источник издание المصدر الصحيفة 来源 媒体 媒体",
    "published": "published date publicationdate publishedat publisheddate pubdate datepublished publishdate"
                 " publicationtime time datetime timestamp day created createdat datum veröffentlicht"
                 " veroffentlicht erschienen erscheinungsdatum fecha fechapublicacion data datapubblicazione"
                 " datapublicacao datepublication dateparution дата датапубликации التاريخ 日期 发布时间 日付 날짜",
    "url": "url link address permalink uri href weburl articleurl sourceurl canonicalurl pageurl adresse enlace lien"
           " adres ссылка الرابط 链接 网址",
    "language": "language lang locale sprache langue idioma lingua taal язык اللغة 语言 言語 언어",
}  # fmt: skip
_KNOWN = {name: (what, rank) for what, names in _NAMES.items() for rank, name in enumerate(names.split())}
_LONG = 200
"""Code points from which a cell is an article rather than a value."""


def plain(name: str) -> str:
    """The name of a column as it is compared: its letters and digits, without accents."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return "".join(c for c in bare.casefold() if c.isalnum())


def known(name: str) -> bool:
    """Whether a name is one by which columns are called."""
    return plain(name) in _KNOWN or name.strip().casefold() in _KNOWN


def columns_of(names: Iterable[str]) -> frozenset[str]:
    """What columns of these names hold, as their names alone say it."""
    return frozenset(what for what, _ in map(_guess, names) if what)


def columns(names: Sequence[str], rows: Sequence[Mapping[str, str]], chosen: Mapping[str, str]) -> dict[str, str]:
    """For some of `COLUMNS` the name of the column that holds it: the chosen one, or else guessed from the names.

    The text may also be told by its length in the first `rows`. Raises UserError for a name that there is not, and
    when no column seems to hold the text.
    """
    for name in chosen.values():
        if name not in names:
            raise UserError(f"There is no column “{name}”.", _choose(names))
    out = dict(chosen)
    guessed = sorted((rank, what, name) for name in names for what, rank in [_guess(name)] if what)
    for _, what, name in guessed:
        if what not in out and name not in out.values():
            out[what] = name
    if "text" not in out or ("text" not in chosen and not any(row.get(out["text"]) for row in rows)):
        free = [name for name in names if name not in out.values()]
        lengths = {name: sum(len(row.get(name, "")) for row in rows) / max(len(rows), 1) for name in free}
        longest = max(lengths, key=lambda name: lengths[name], default="")
        if lengths.get(longest, 0) >= _LONG:
            out["text"] = longest
    if "text" not in out:
        raise UserError("No column seems to hold the text of articles.", _choose(names))
    return {what: out[what] for what in COLUMNS if what in out}


def _guess(name: str) -> tuple[str, int]:
    return _KNOWN.get(plain(name)) or _KNOWN.get(name.strip().casefold()) or ("", 0)


def _choose(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name[:40]}”" for name in names[:20])
    return f"Say which column holds the text. There are: {shown}{' …' if len(names) > 20 else ''}."
