"""Addresses of public posts that people paste: where the post is, and its address without what only tells who passed it
on. Recognised by the form of the address alone; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from kpbot.domain.addresses import addresses_in
from kpbot.domain.shares import Destination

LONGEST = 400  # characters; what is longer is no address of a post


@dataclass(frozen=True, slots=True)
class PublicPost:
    """`address` is the same for all copies of the post's link."""

    destination: Destination
    address: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """A public post in what somebody wrote: its address as it was written, and the rest of the words."""

    post: PublicPost
    written: str
    rest: str


@dataclass(frozen=True, slots=True)
class _Form:
    """Posts at `host` (without `www.`) have a `path`, as it is kept, and these parameters, all of them or, if they are
    `optional`, those there are."""

    host: str
    path: re.Pattern[str]
    destination: Destination = Destination.OTHER
    needs: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


def _form(
    host: str, path: str, destination: Destination = Destination.OTHER, needs: str = "", optional: str = ""
) -> _Form:
    return _Form(host, re.compile(path, re.ASCII), destination, tuple(needs.split()), tuple(optional.split()))


_NUMBER, _TOKEN = r"[0-9]{5,24}", r"[A-Za-z0-9_-]{4,80}"
_WEIBO = Destination.WEIBO
_FORMS = (
    _form("weibo.com", r"/[0-9]{5,12}/[A-Za-z0-9]{8,20}", _WEIBO),
    _form("weibo.com", rf"/detail/{_NUMBER}", _WEIBO),
    _form("weibo.com", r"/ttarticle/p/show", _WEIBO, needs="id"),
    _form("weibo.com", r"/ttarticle/x/m/show/id/[0-9]{5,40}", _WEIBO),
    _form("weibo.com", r"/tv/show/[0-9]{1,8}:[0-9]{5,40}", _WEIBO),
    _form("m.weibo.cn", r"/(?:status|detail)/[A-Za-z0-9]{8,24}", _WEIBO),
    _form("m.weibo.cn", r"/[0-9]{5,12}/[A-Za-z0-9]{8,24}", _WEIBO),
    _form("weibo.cn", r"/comment/[A-Za-z0-9]{8,20}", _WEIBO),
    _form("share.api.weibo.cn", r"/share/[0-9]{5,24}(?:,[0-9]{5,24})?\.html", _WEIBO, optional="weibo_id"),
    _form("user.qzone.qq.com", r"/[1-9][0-9]{4,11}/(?:mood|blog)/[A-Za-z0-9._]{4,60}", Destination.QQ),
    _form("mp.weixin.qq.com", rf"/s/{_TOKEN}"),
    _form("mp.weixin.qq.com", r"/s", needs="__biz mid idx sn"),
    _form("weixin.qq.com", rf"/sph/{_TOKEN}"),
    _form("toutiao.com", r"/(?:article|w|video|c/[a-z]{1,12})/[0-9]{5,24}"),
    _form("toutiao.com", r"/[aiw][0-9]{5,24}"),
    _form("m.toutiao.com", r"/(?:article|w|video)/[0-9]{5,24}"),
    _form("m.toutiao.com", r"/[aiw][0-9]{5,24}"),
    _form("m.toutiao.com", rf"/is/{_TOKEN}"),
    _form("xiaohongshu.com", r"/(?:explore|discovery/item)/[0-9a-f]{24}", optional="xsec_token"),
    _form("xhslink.com", r"/(?:[a-z]{1,2}/)?[A-Za-z0-9]{4,24}"),
    _form("zhihu.com", r"/question/[0-9]{4,20}/answer/[0-9]{4,24}"),
    _form("zhihu.com", r"/(?:pin|zvideo)/[0-9]{4,24}"),
    _form("zhuanlan.zhihu.com", r"/p/[0-9]{4,24}"),
    _form("bilibili.com", r"/video/(?:BV[A-Za-z0-9]{10}|av[0-9]{1,16})", optional="p"),
    _form("bilibili.com", r"/(?:opus/[0-9]{5,24}|read/cv[0-9]{1,16})"),
    _form("t.bilibili.com", r"/[0-9]{5,24}"),
    _form("b23.tv", r"/[A-Za-z0-9]{5,16}"),
    _form("douyin.com", r"/(?:video|note|article)/[0-9]{5,24}"),
    _form("iesdouyin.com", r"/share/(?:video|note)/[0-9]{5,24}"),
    _form("v.douyin.com", rf"/{_TOKEN}"),
    _form("kuaishou.com", rf"/short-video/{_TOKEN}"),
    _form("v.kuaishou.com", rf"/{_TOKEN}"),
    _form("baijiahao.baidu.com", r"/s", needs="id"),
)
_BY_HOST = {host: tuple(form for form in _FORMS if form.host == host) for host in {form.host for form in _FORMS}}
_WITH_WWW = frozenset(
    {"weibo.com", "toutiao.com", "xiaohongshu.com", "zhihu.com", "bilibili.com", "douyin.com", "kuaishou.com"}
    | {"iesdouyin.com"}
)
_ALIASES = {"m.bilibili.com": "bilibili.com", "m.douyin.com": "douyin.com", "m.zhihu.com": "zhihu.com"}
_HIDING = frozenset({"t.cn", "sinaurl.cn"})
_VALUE = re.compile(r"[A-Za-z0-9_=+./%-]{1,120}", re.ASCII)


def read_public_post(address: str) -> PublicPost | None:
    """The public post at an http(s) address; None for a person's page, a short link that may lead anywhere (`t.cn`),
    and all that is not known to be one. Addresses with a user name or a port are none."""
    try:
        parts = urlsplit(address.strip())
        plain = parts.port is None and parts.username is None
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme.lower() not in ("http", "https") or not plain:
        return None
    for form in _BY_HOST.get(_bare(host), ()):
        if found := _read(form, parts.path, parts.query):
            return found
    return None


def _bare(host: str) -> str:
    without = host.removeprefix("www.")
    return _ALIASES.get(host) or (without if without in _WITH_WWW else host)


def _read(form: _Form, path: str, query: str) -> PublicPost | None:
    path = path.rstrip("/")
    if not form.path.fullmatch(path):
        return None
    try:
        given = {name: values[0] for name, values in parse_qs(query, max_num_fields=50).items()}
    except ValueError:
        return None
    kept = [(name, given[name]) for name in (*form.needs, *form.optional) if _VALUE.fullmatch(given.get(name, ""))]
    if not {name for name, _ in kept}.issuperset(form.needs):
        return None
    host = f"www.{form.host}" if form.host in _WITH_WWW - {"weibo.com"} else form.host
    address = f"https://{host}{path}" + (f"?{urlencode(kept, safe='=')}" if kept else "")
    return PublicPost(form.destination, address) if len(address) <= LONGEST else None


def pasted(text: str) -> Pasted | None:
    """The first public post whose address is in a text, whatever stands around it."""
    for address in addresses_in(text):
        if post := read_public_post(address):
            return Pasted(post, address, _without(text, address))
    return None


def hides_post(text: str) -> bool:
    """Whether an address in it is a short link of the Weibo app, which does not say where it leads."""
    return any(urlsplit(one).hostname in _HIDING for one in addresses_in(text) if _is_plain(one))


def _is_plain(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def _without(text: str, address: str) -> str:
    """As it was written: with its scheme or, where it was added in reading, without."""
    for written in _writings(address):
        before, found, after = text.partition(written)
        if found:
            return f"{before.rstrip()} {after.lstrip()}".strip()
    return text.strip()


def _writings(address: str) -> Iterator[str]:
    yield address
    yield address.partition("://")[2]
