"""One address for one page: links without what only tells a publisher who clicked where."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

LONGEST = 2000
"""Characters; longer addresses break in chat apps and are no use to anyone."""

_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "hsa_", "vero_", "matomo_", "at_medium", "at_campaign")
_TRACKING = frozenset(
    {
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid",
        "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "_openstat", "spm", "scm", "share_token",
        "share_source", "share_medium", "share_plat", "share_tag", "share_session_id", "shareuid",
        "vd_source", "spm_id_from", "from_source", "from_spmid", "seid", "unique_k", "wprss", "wfr",
        "bd_vid", "isappinstalled", "wxshare_count", "nsukey", "cmpid", "cid_source", "ncid", "ocid",
        "sr_share", "srnd", "_hsenc", "_hsmi", "oly_anon_id", "oly_enc_id", "rb_clickid", "s_cid"
    }
)  # fmt: skip
_WECHAT_ARTICLE = ("__biz", "mid", "idx", "sn")
"""The four parameters that name an article of an official account; the others change with every sharing."""

_PORTS = {"http": 80, "https": 443}
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"


def canonical_link(link: str) -> str:
    """`link` in the one form that all copies of it share, still good to open; "" if it is no http(s) address.

    Scheme and host are lower-case, the default port, user names, fragments and tracking parameters are gone,
    an empty path is "/". Fragments that a page routes by (`#/…`, `#!…`) stay. Order of parameters is kept.
    """
    try:
        parts = urlsplit(link.strip())
        host, port = _ascii_host(parts), parts.port
    except (ValueError, UnicodeError):
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host:
        return ""
    place = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    path = quote(parts.path, safe=_PATH_SAFE) or "/"
    clean = urlunsplit((scheme, place, path, _query(host, parts), _fragment(parts.fragment)))
    return clean if len(clean) <= LONGEST else ""


def is_tracking(name: str) -> bool:
    """Whether a query parameter of this name only serves to follow readers."""
    lowered = name.lower()
    return lowered in _TRACKING or lowered.startswith(_TRACKING_PREFIXES)


def _ascii_host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        if not host.isascii() or any(c in host for c in ' "<>\\^`{|}%[]'):
            raise ValueError("not an address")
        return f"[{host}]"
    ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    if any(c <= " " or c in '"<>\\^`{|}%\x7f' for c in ascii_host):
        raise ValueError("not a host name")
    return ascii_host


def _query(host: str, parts: SplitResult) -> str:
    if not parts.query:
        return ""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    names = {name for name, _ in pairs}
    if host == "mp.weixin.qq.com" and parts.path == "/s" and names.issuperset(_WECHAT_ARTICLE):
        kept = [(name, value) for name, value in pairs if name in _WECHAT_ARTICLE]
        return urlencode(kept, safe="=")
    if not any(is_tracking(name) or _points_back(name, value) for name, value in pairs):
        return quote(parts.query, safe=_PATH_SAFE + "?")  # untouched: some sites mind how it was written
    return urlencode([(n, v) for n, v in pairs if not is_tracking(n) and not _points_back(n, v)])


def _points_back(name: str, value: str) -> bool:
    """`?source=rss…`, `?ref=feed`, `?rss=1`: says only that the reader came from the feed."""
    if name.lower() in {"rss", "feed"}:
        return value == "1"
    return name.lower() in {"source", "ref", "from"} and value.lower().startswith(("rss", "feed", "atom"))


def _fragment(fragment: str) -> str:
    return quote(fragment, safe=_PATH_SAFE + "?#") if fragment.startswith(("/", "!")) else ""
