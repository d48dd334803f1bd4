import pytest

from kpbot.services.desk import upwards


@pytest.mark.parametrize(
    ("path", "paths"), [("/1/4/9/", ["/1/4/9/", "/1/4/", "/1/"]), ("/1/", ["/1/"]), ("/", []), ("", [])]
)
def test_a_region_and_all_above_the_nearest_first(path: str, paths: list[str]) -> None:
    assert upwards(path) == paths
