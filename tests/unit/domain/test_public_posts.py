"""Addresses of public posts, as people paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.public_posts import LONGEST, pasted, read_public_post
from kpbot.domain.shares import Destination

WEIBO, QQ, OTHER = Destination.WEIBO, Destination.QQ, Destination.OTHER


@pytest.mark.parametrize(
    ("address", "destination", "kept"),
    [
        ("https://weibo.com/1642634100/NxYzAb3Cd", WEIBO, "https://weibo.com/1642634100/NxYzAb3Cd"),
        ("http://www.weibo.com/1642634100/NxYzAb3Cd?from=page_1&wvr=6#comment", WEIBO, "https://weibo.com/1642634100/NxYzAb3Cd"),
        ("https://weibo.com/1642634100/4912345678901234/", WEIBO, "https://weibo.com/1642634100/4912345678901234"),
        ("https://m.weibo.cn/status/4912345678901234?sourceType=qq", WEIBO, "https://m.weibo.cn/status/4912345678901234"),
        ("https://m.weibo.cn/1642634100/4912345678901234", WEIBO, "https://m.weibo.cn/1642634100/4912345678901234"),
        ("https://m.weibo.cn/detail/4912345678901234", WEIBO, "https://m.weibo.cn/detail/4912345678901234"),
        ("https://weibo.com/ttarticle/p/show?id=2309404912345678901234&mod=zwenzhang", WEIBO,
         "https://weibo.com/ttarticle/p/show?id=2309404912345678901234"),
        ("https://share.api.weibo.cn/share/312345678.html?weibo_id=4912345678901234", WEIBO,
         "https://share.api.weibo.cn/share/312345678.html?weibo_id=4912345678901234"),
        ("https://user.qzone.qq.com/123456789/mood/75bcd15a1b2c3d4e5f6a0500", QQ,
         "https://user.qzone.qq.com/123456789/mood/75bcd15a1b2c3d4e5f6a0500"),
        ("https://mp.weixin.qq.com/s/AbC_dEf-123?scene=1&from=timeline", OTHER, "https://mp.weixin.qq.com/s/AbC_dEf-123"),
        ("http://mp.weixin.qq.com/s?__biz=MzA5==&mid=265&idx=1&sn=abc&chksm=x#rd", OTHER,
         "https://mp.weixin.qq.com/s?__biz=MzA5==&mid=265&idx=1&sn=abc"),
        ("https://www.toutiao.com/article/7123456789012345678/?app=news_article", OTHER,
         "https://www.toutiao.com/article/7123456789012345678"),
        ("https://m.toutiao.com/is/iAbCdEf/", OTHER, "https://m.toutiao.com/is/iAbCdEf"),
        ("https://www.xiaohongshu.com/explore/64a1b2c3d4e5f60718293a4b?xsec_token=ABx-1%3D&xsec_source=pc_share", OTHER,
         "https://www.xiaohongshu.com/explore/64a1b2c3d4e5f60718293a4b?xsec_token=ABx-1="),
        ("http://xhslink.com/a/AbCd12", OTHER, "https://xhslink.com/a/AbCd12"),
        ("https://zhuanlan.zhihu.com/p/612345678?utm_psn=1", OTHER, "https://zhuanlan.zhihu.com/p/612345678"),
        ("https://www.zhihu.com/question/20894671/answer/1234567", OTHER,
         "https://www.zhihu.com/question/20894671/answer/1234567"),
        ("https://www.bilibili.com/video/BV1xx411c7mD/?spm_id_from=333&vd_source=ab", OTHER,
         "https://www.bilibili.com/video/BV1xx411c7mD"),
        ("https://m.bilibili.com/video/BV1xx411c7mD?p=2", OTHER, "https://www.bilibili.com/video/BV1xx411c7mD?p=2"),
        ("https://b23.tv/AbCdEfG", OTHER, "https://b23.tv/AbCdEfG"),
        ("https://www.douyin.com/video/7123456789012345678", OTHER, "https://www.douyin.com/video/7123456789012345678"),
        ("https://v.douyin.com/AbCd_12/", OTHER, "https://v.douyin.com/AbCd_12"),
        ("https://v.kuaishou.com/AbCd12", OTHER, "https://v.kuaishou.com/AbCd12"),
        ("https://baijiahao.baidu.com/s?id=1712345678901234567&wfr=spider&for=pc", OTHER,
         "https://baijiahao.baidu.com/s?id=1712345678901234567"),
    ],
)  # fmt: skip
def test_the_posts_address_without_who_passed_it_on(address: str, destination: Destination, kept: str) -> None:
    found = read_public_post(address)
    assert found is not None
    assert (found.destination, found.address) == (destination, kept)


@pytest.mark.parametrize(
    "address",
    [
        "https://weibo.com/u/1642634100",
        "https://weibo.com/1642634100",
        "https://weibo.com/login.php",
        "https://weibo.com.evil.example/1642634100/NxYzAb3Cd",
        "https://evil.example/weibo.com/1642634100/NxYzAb3Cd",
        "https://a@weibo.com/1642634100/NxYzAb3Cd",
        "https://weibo.com:8443/1642634100/NxYzAb3Cd",
        "ftp://weibo.com/1642634100/NxYzAb3Cd",
        "javascript:alert(1)//weibo.com/1642634100/NxYzAb3Cd",
        "https://t.cn/A6AbCdEf",
        "https://weibo.com/ttarticle/p/show",
        "https://mp.weixin.qq.com/s?__biz=MzA5",
        "https://www.kepuchina.cn/article/articleinfo?id=1",
        "https://weibo.com/1642634100/雷雨天雷雨天雷雨天",
        "https://weibo.com/１６４２６３４１００/NxYzAb3Cd",
        "https://[::1/",
        "",
    ],
)
def test_what_is_no_public_post(address: str) -> None:
    assert read_public_post(address) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("1 微博 https://weibo.com/1642634100/NxYzAb3Cd", "1 微博"),
        ("https://weibo.com/1642634100/NxYzAb3Cd 1", "1"),
        ("https://weibo.com/1642634100/NxYzAb3Cd", ""),
        ("weibo.com/1642634100/NxYzAb3Cd", ""),
        ("发了：https://weibo.com/1642634100/NxYzAb3Cd，请看", "发了： ，请看"),
        ("https://weibo.com/1642634100/NxYzAb3Cd第1条", "第1条"),
    ],
)
def test_an_address_among_words(text: str, rest: str) -> None:
    found = pasted(text)
    assert found is not None
    assert found.post.address == "https://weibo.com/1642634100/NxYzAb3Cd"
    assert found.rest == rest


def test_words_without_an_address() -> None:
    assert pasted("1 微博") is None
    assert pasted("https://example.org/a") is None


_HOSTS = st.sampled_from(["weibo.com", "m.weibo.cn", "mp.weixin.qq.com", "www.bilibili.com", "v.douyin.com", "b23.tv"])
_PATHS = st.sampled_from(["/1642634100/NxYzAb3Cd", "/status/4912345678901234", "/s/AbC_dEf-123", "/s", "/AbCdEf"])


@given(host=_HOSTS, path=_PATHS, query=st.text(max_size=80), fragment=st.text(max_size=20))
def test_what_is_kept_is_a_plain_address_that_reads_as_itself(host: str, path: str, query: str, fragment: str) -> None:
    found = read_public_post(f"https://{host}{path}?{query}#{fragment}")
    if found is not None:
        assert found.address.isascii()
        assert len(found.address) <= LONGEST
        assert "#" not in found.address
        assert not set(found.address) & set(" \n\"'<>")
        assert read_public_post(found.address) == found


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    pasted(text)
    read_public_post(text)
