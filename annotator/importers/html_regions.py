"""What a page says about the place of a block: menus, comment forms, share bars, and posts of other sites."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TAGS = {"nav": "navigation", "aside": "beside the article", "button": "a button", "dialog": "a dialog",
         "search": "a search form", "noscript": "for browsers without scripts", "menu": "a menu",
         "fieldset": "a form"}  # fmt: skip
_OUTSIDE = {"header": "the head of the page", "footer": "the foot of the page", "form": "a form"}
"""What these are outside the article; inside, they are often parts of it."""

_ROLES = {"navigation": "navigation", "banner": "the head of the page", "contentinfo": "the foot of the page",
          "complementary": "beside the article", "search": "a search form", "dialog": "a dialog",
          "alertdialog": "a dialog", "menu": "a menu", "menubar": "a menu", "button": "a button"}  # fmt: skip


def _words(*parts: str) -> re.Pattern[str]:
    return re.compile(r"(?:^|[\s_-])(?:" + "|".join(parts) + r")(?=$|[\s_-])")


_NAMES = (
    (_words("cookies?", "cookie-?(?:banner|notice|bar|law|consent)", "consent", "gdpr", "onetrust[a-z]*"),
     "a cookie notice"),
    (_words("comments?", "comment-?(?:list|form|respond|section|area)s?", "respond", "disqus[a-z_]*", "leserbriefe",
            "commentaires", "comentarios", "kommentare?"), "comments of readers"),
    (_words("share", "sharing", "sharedaddy", "share-?(?:bar|buttons?|links?|tools?)", "social",
            "social-?(?:bar|links?|share|media|icons?)", "addtoany[a-z_]*", "addthis[a-z_]*"), "a share bar"),
    (_words("related", "related-?(?:posts?|articles?|stories|content|links?|news)", "recommend(?:ed|ations?)", "read-?"
            "(?:more|next|also)", "more-?(?:stories|news|from|on)", "you-?may-?(?:also-?)?like", "outbrain", "taboola",
            "trending", "most-?(?:read|popular)", "jp-relatedposts", "up-?next"), "other articles"),
    (_words("newsletter[a-z-]*", "subscribe", "subscription", "sign-?up", "mailing-?list", "paywall[a-z-]*",
            "mc_embed_signup"), "an offer to subscribe"),
    (_words("ads?", "advert(?:s|isement)?", "sponsor(?:ed)?", "promo(?:tion)?", "ad-?(?:slot|unit|container|wrapper)",
            "dfp", "google-?ad"), "an advertisement"),
    (_words("nav", "navbar", "navigation", "menu", "breadcrumbs?", "pagination", "skip-?link", "sitemap"),
     "navigation"),
    (_words("tags", "tag-?list", "tag-?links", "post-?tags", "cat-?links", "entry-?(?:footer|utility)", "topics"),
     "tags and topics"),
    (_words("byline", "author-?(?:box|bio|info|card)", "about-?author", "entry-?meta", "post-?meta", "article-?meta"),
     "about the author"),
    (_words("sidebar", "widget(?:-area)?"), "beside the article"),
)  # fmt: skip

_POSTS = _words("twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "bluesky-embed", "mastodon-embed",
                "fb-post", "fb-video", "reddit-embed-bq", "reddit-card", "telegram-post", "threads-post",
                "text-post-media", "imgur-embed-pub", "vk-post")  # fmt: skip
_WHOLE = ("html", "body", "article", "main")
"""Elements whose names speak of a page as a whole, not of a place on it."""


def region_of(element: "HtmlElement", *, in_article: bool) -> str:
    """In words, where a block in this element stands; empty where that may be the article."""
    tag = element.tag
    if tag in _WHOLE:
        return ""
    known = _ROLES.get((element.get("role") or "").strip().lower()) or _TAGS.get(tag)
    if known:
        return known
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300].lower()
    if names.strip() and not is_embed(element) and (what := _named(names)):
        return what
    return "" if in_article else _OUTSIDE.get(tag, "")


@lru_cache(4096)
def _named(names: str) -> str:
    """What the names of an element, of which a site has few, say of it."""
    return next((what for pattern, what in _NAMES if pattern.search(names)), "")


def hidden(element: "HtmlElement") -> bool:
    """Whether the page itself says that an element is not to be seen."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style.lower()) is not None


def is_embed(element: "HtmlElement") -> bool:
    """Whether it is a post of another site that the page shows."""
    return _POSTS.search((element.get("class") or "").lower()) is not None
