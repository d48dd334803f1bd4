"""Loading adds what is not there: twice the same, overlapping or in another order, it comes to the same."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.app_ledger import Additions, Booked, Items, KeptItem, Ledger, Named, Proof
from kpbot.domain.app_shares import Line
from kpbot.domain.shares import Destination
from kpbot.domain.spot_checks import ShareKey
from kpbot.domain.unlisted import counted, unlisted_id

DAY, OTHER = date(2026, 11, 17), date(2026, 11, 18)
TITLES = ["冬天防滑", "雷雨躲哪里", "食品怎么存", "野菌别乱采"]


def named(title: str, to: Destination | None = None, day: date = DAY) -> Line:
    return Line("李", "", day, title, "", to, 0)


def counting(count: int, to: Destination | None = None, day: date = DAY) -> Line:
    return Line("李", "", day, "", "", to, count)


def item_of(line: Line) -> Named:
    return Named(TITLES.index(line.title) + 1, counts=True)


def add(booked: Sequence[Booked], proofs: Sequence[Proof], *lines: Line) -> Additions:
    return Ledger(booked, proofs, app_counts=True).add([(line, 7) for line in lines], item_of)


def share(item: int, where: str = "wechat", *, stands: bool = True, counts: bool = True) -> Booked:
    return Booked(ShareKey(DAY, 7, item, where), stands, counts)


def items(booked: Sequence[Booked]) -> int:
    return len(counted(one.share.item_id for one in booked if one.stands and one.share.day == DAY))


places = st.sampled_from([None, Destination.WECHAT, Destination.WEIBO])
days = st.sampled_from([DAY, OTHER])
lines = st.lists(
    st.one_of(
        st.builds(named, st.sampled_from(TITLES), places, days),
        st.builds(counting, st.integers(1, 6), places, days),
    ),
    max_size=12,
)
claims = st.lists(
    st.builds(share, st.integers(1, 4), st.sampled_from(["wechat", "qq"]), stands=st.booleans(), counts=st.booleans()),
    max_size=5,
    unique_by=lambda one: one.share,
)


@given(claims, lines, lines)
def test_loading_again_or_what_overlaps_adds_nothing(claimed: list[Booked], one: list[Line], other: list[Line]) -> None:
    first = add(claimed, [], *one)
    booked, proofs = [*claimed, *first.shares], list(first.proofs)
    again = add(booked, proofs, *one)
    assert (again.shares, again.proofs, again.fresh) == ([], [], 0)
    more = add(booked, proofs, *one, *other)
    booked, proofs = booked + more.shares, proofs + more.proofs
    assert len({one.share for one in booked}) == len(booked)
    assert len(set(proofs)) == len(proofs)
    again = add(booked, proofs, *other, *one)
    assert (again.shares, again.proofs) == ([], [])


@given(claims, lines)
def test_a_day_has_the_larger_of_the_numbers(claimed: list[Booked], said: list[Line]) -> None:
    claimed = [one for one in claimed if one.counts and one.stands]
    found = add(claimed, [], *said)
    known = {one.share.item_id for one in claimed} | {
        item_of(one).item_id for one in said if one.what and one.day == DAY
    }
    most = max((one.count for one in said if not one.what and one.day == DAY), default=0)
    assert items([*claimed, *found.shares]) == max(len(known), most)


@given(claims, lines)
def test_every_line_is_new_or_known(claimed: list[Booked], said: list[Line]) -> None:
    found = add(claimed, [], *said)
    assert found.fresh + found.known == len(said)


def test_where_the_line_does_not_say_it_is_the_share_on_record() -> None:
    found = add([share(1, "qq"), share(1, "wechat")], [], named("冬天防滑"))
    assert found.shares == []
    assert found.proofs[0].share == ShareKey(DAY, 7, 1, "wechat")
    assert add([], [], named("冬天防滑")).shares[0].share.destination == "other"
    assert add([share(1, "qq")], [], named("冬天防滑", Destination.WEIBO)).shares[0].share.destination == "weibo"


def test_what_was_taken_back_stays_taken_back() -> None:
    gone = share(1, "qq", stands=False)
    for line in (named("冬天防滑"), named("冬天防滑", Destination.QQ), named("冬天防滑", Destination.WEIBO)):
        found = add([gone], [], line)
        assert found.shares == []
        assert [proof.share for proof in found.proofs] == [gone.share]
    unlisted = Booked(ShareKey(DAY, 7, unlisted_id(1), "other"), stands=False, counts=True)
    assert add([unlisted], [], counting(1)).shares == []


def test_two_counted_beside_one_named_are_one_more() -> None:
    found = add([share(1)], [], counting(2))
    assert [one.share.item_id for one in found.shares] == [unlisted_id(2)]
    assert add([share(1), share(2)], [], counting(2)).proofs == []
    reserve = share(1, counts=False)  # the app cannot have counted it
    assert len(add([reserve], [], counting(2)).shares) == 2


def test_what_was_taken_for_one_item_stays_that() -> None:
    first = add([], [], named("冬天防滑"))
    ledger = Ledger(first.shares, first.proofs, app_counts=True)
    found = ledger.add([(named("冬天防滑", Destination.QQ), 7)], lambda _line: Named(99, counts=True))
    assert [one.share.item_id for one in found.shares] == [1]


def kept(number: int, title: str, link: str = "", since: date = date(2026, 11, 10)) -> KeptItem:
    return KeptItem(number, title, link, counts=number % 2 == 0, since=since)


def test_items_are_found_by_link_then_title_then_rewording() -> None:
    found = Items(
        [
            kept(1, "冬天走路怎样防滑", "https://a.cn/1"),
            kept(2, "冬天走路怎样防滑？", "https://a.cn/2"),
            kept(3, "雷雨天气应该躲在哪里才安全"),
            kept(4, "野菌别乱采", since=date(2026, 11, 20)),
        ]
    )

    def find(title: str, link: str = "") -> Named | None:
        return found.find(Line("李", "", DAY, title, link, None, 0))

    assert find("别的标题", "https://a.cn/2") == Named(2, counts=True)
    assert find("冬天走路，怎样防滑", "https://b.cn/9") == Named(1, counts=False)
    assert find("雷雨天气应该躲在哪里安全") == Named(3, counts=False)
    assert find("雷雨") is None
    assert find("野菌别乱采吧") is None  # not gathered until three days later
    assert find("") is None
