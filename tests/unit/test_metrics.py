"""What is counted, and under which names."""

from __future__ import annotations

from kpbot import metrics


def value(name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(name, labels) or 0


def test_sends_by_result_and_the_lag_of_those_that_arrived() -> None:
    before = value("kpbot_delivery_lag_seconds_count")
    for result, lag in (("sent", 3), ("due", 9), ("failed", 9), ("sent", -1)):
        metrics.send_settled("telegram-like", result, lag)
    results = {
        r: value("kpbot_sends_total", platform="telegram-like", result=r) for r in ("sent", "postponed", "failed")
    }
    assert results == {"sent": 2, "postponed": 1, "failed": 1}
    assert value("kpbot_delivery_lag_seconds_count") == before + 2
