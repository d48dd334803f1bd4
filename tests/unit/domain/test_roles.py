import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.roles import TABLE, Act, Place, Role, Standing, may, within
from kpbot.texts import LANGUAGES, say

CITY, COUNTY, NEIGHBOUR = "/1/", "/1/4/", "/1/40/"
UNIT = Place("/1/4/9/", 5)
OTHER_UNIT = Place("/1/4/9/", 6)
OFFICER = Standing(Role.OFFICER, "/1/4/9/", 5)
COORDINATOR = Standing(Role.COORDINATOR, COUNTY)
OPERATOR = Standing(Role.OPERATOR)

OWN = {Act.SHARE, Act.REPORT, Act.UPKEEP, Act.OWN_STATUS}
BEHALF = {Act.SHARE_FOR, Act.REPORT_FOR, Act.UPKEEP_FOR}
DESK = {
    Act.CONFIRM_OFFICER,
    Act.HAND_OVER,
    Act.PAUSE,
    Act.REGISTER_STATION,
    Act.REGISTER_FACILITY,
    Act.APPROVE,
    Act.SWAP,
    Act.SKIP,
    Act.RECALL,
    Act.PRINT_UNIT_CODE,
    Act.IMPORT_OFFICERS,
    Act.PRINT_GROUP_CODE,
}
SERVER = {
    Act.PRINT_COORDINATOR_CODE,
    Act.APPOINT_COORDINATOR,
    Act.ADD_SOURCE,
    Act.IMPORT_ROSTER,
}


@pytest.mark.parametrize("act", Act)
def test_the_table_row_by_row(act: Act) -> None:
    everybody = act is Act.OWN_DATA
    assert may(act, [OFFICER], UNIT).allowed is (act in OWN | {Act.BIND_GROUP} or everybody)
    assert may(act, [COORDINATOR], UNIT).allowed is (
        act in BEHALF | DESK | {Act.BIND_GROUP, Act.ACCEPT_EVENT, Act.SPOT_CHECK} or everybody
    )
    assert may(act, [OPERATOR], UNIT).allowed is (act in DESK | SERVER | {Act.BIND_GROUP} or everybody)
    assert may(act, [], UNIT).allowed is everybody


@pytest.mark.parametrize(
    ("act", "posts", "target", "needs"),
    [
        (Act.SHARE, [], UNIT, "officer"),
        (Act.SHARE, [COORDINATOR], UNIT, "officer"),
        (Act.SHARE, [OFFICER], OTHER_UNIT, "officer-there"),
        (Act.SHARE, [OFFICER], Place("/1/4/9/"), "officer-there"),
        (Act.APPROVE, [OFFICER], UNIT, "coordinator"),
        (Act.APPROVE, [COORDINATOR], Place(CITY), "coordinator-there"),
        (Act.APPROVE, [COORDINATOR], Place(NEIGHBOUR), "coordinator-there"),
        (Act.APPROVE, [COORDINATOR], Place(COUNTY), ""),
        (Act.APPROVE, [COORDINATOR], Place("/1/4/9/"), ""),
        (Act.BIND_GROUP, [], UNIT, "officer-or-coordinator"),
        (Act.BIND_GROUP, [OFFICER], OTHER_UNIT, "officer-or-coordinator-there"),
        (Act.BIND_GROUP, [OFFICER], Place(COUNTY), "officer-or-coordinator-there"),
        (Act.APPOINT_COORDINATOR, [COORDINATOR], Place(COUNTY), "operator"),
        (Act.SHARE, [COORDINATOR, OFFICER], UNIT, ""),
        (Act.SHARE_FOR, [OFFICER, COORDINATOR], OTHER_UNIT, ""),
    ],
)
def test_a_refusal_says_who_can(act: Act, posts: list[Standing], target: Place, needs: str) -> None:
    permission = may(act, posts, target)
    assert (permission.allowed, permission.needs) == (not needs, needs)


def test_an_officer_without_a_unit_is_officer_of_no_region() -> None:
    assert not may(Act.SHARE, [Standing(Role.OFFICER, CITY)], Place(CITY)).allowed


PATHS = st.lists(st.integers(1, 30), max_size=4).map(lambda ids: "/" + "".join(f"{n}/" for n in ids))
STANDINGS = st.builds(Standing, st.sampled_from(Role), PATHS, st.none() | st.integers(1, 9))


@given(PATHS, PATHS)
def test_within_follows_the_tree(path: str, scope: str) -> None:
    ids, scope_ids = path.split("/")[1:-1], scope.split("/")[1:-1]
    assert within(path, scope) is (ids[: len(scope_ids)] == scope_ids)
    assert within(path.rstrip("/"), scope.rstrip("/")) is within(path, scope)


@given(st.sampled_from(Act), st.lists(STANDINGS, max_size=4), PATHS, st.none() | st.integers(1, 9))
def test_posts_add_up_and_every_refusal_can_be_said(
    act: Act, posts: list[Standing], path: str, unit: int | None
) -> None:
    target = Place(path, unit)
    permission = may(act, posts, target)
    assert permission.allowed is (act is Act.OWN_DATA or any(may(act, [post], target).allowed for post in posts))
    if permission.allowed:
        assert not permission.needs
    else:
        assert all(say(language, f"roles-needs-{permission.needs}") for language in LANGUAGES)


def test_no_act_is_forgotten() -> None:
    assert set(TABLE) == set(Act)
