"""What is counted for /metrics: counters and histograms of this process, in a registry of ours.

Whoever does a thing counts it here; nothing in here knows about databases. What the database knows better (the
outbox by state) is asked when /metrics is read. Labels are few and fixed: no chat, person or place ever becomes one.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

registry = CollectorRegistry()
ProcessCollector(registry=registry)
PlatformCollector(registry=registry)
GCCollector(registry=registry)

messages_in = Counter("kpbot_messages_in_total", "Messages taken from platforms.", ["platform"], registry=registry)
updates_ignored = Counter(
    "kpbot_updates_ignored_total",
    "What a platform told that says nothing to us, by its kind.",
    ["platform", "kind"],
    registry=registry,
)
callbacks_refused = Counter(
    "kpbot_callbacks_refused_total",
    "Callbacks that were not believed or not readable, by the reason.",
    ["platform", "reason"],
    registry=registry,
)
messages_set_aside = Counter(
    "kpbot_messages_set_aside_total",
    "Messages whose handling failed and was put aside.",
    ["platform"],
    registry=registry,
)
messages_held_back = Counter(
    "kpbot_messages_held_back_total",
    "Messages of senders who flooded: noted as received, not acted on.",
    ["platform"],
    registry=registry,
)
shares_recorded = Counter(
    "kpbot_shares_recorded_total", "Shares written down, by evidence.", ["kind"], registry=registry
)

batch_size = Histogram(
    "kpbot_batch_messages",
    "Messages handled in one transaction.",
    buckets=(1, 2, 5, 10, 20, 50, 100, 150, 200),
    registry=registry,
)
batch_seconds = Histogram(
    "kpbot_batch_seconds",
    "Time from taking a batch to its commit.",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
    registry=registry,
)

sends = Counter(
    "kpbot_sends_total",
    "Attempts to send, by what became of them: sent, postponed, failed, unknown.",
    ["platform", "result"],
    registry=registry,
)
outbox_waiting = Gauge(
    "kpbot_outbox_messages", "Messages in the outbox that are not settled, by state.", ["state"], registry=registry
)
outbox_oldest = Gauge(
    "kpbot_outbox_oldest_due_seconds", "How long the longest waiting message has been due.", registry=registry
)
delivery_lag = Histogram(
    "kpbot_delivery_lag_seconds",
    "Time from falling due to having been sent.",
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600),
    registry=registry,
)

cards_drawn = Histogram(
    "kpbot_card_draw_seconds",
    "How long it took to draw a forwardable card that was not kept.",
    buckets=(0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
    registry=registry,
)
pictures_not_written = Counter(
    "kpbot_pictures_not_written_total",
    "Times a picture could not be written to the data folder; it waits and is tried again.",
    registry=registry,
)
link_opens_lost = Counter(
    "kpbot_link_opens_lost_total",
    "Openings of short links that could not be counted, because the database was away.",
    registry=registry,
)
database_away = Gauge(
    "kpbot_database_away", "1 while parts of this process wait for the database, else 0.", registry=registry
)

source_visits = Counter(
    "kpbot_source_visits_total",
    "Visits to content sources, by what came of them: read, unchanged, failed.",
    ["result"],
    registry=registry,
)
sources_in_trouble = Gauge(
    "kpbot_sources_in_trouble", "Content sources that fail or are no longer asked.", registry=registry
)

platform_up = Gauge(
    "kpbot_platform_up",
    "1 while a chat platform is looked after, 0 once it was given up, such as for a token that is refused.",
    ["platform"],
    registry=registry,
)

job_runs = Counter("kpbot_job_runs_total", "Runs of timed jobs.", ["task"], registry=registry)
job_failures = Counter("kpbot_job_failures_total", "Runs of timed jobs that failed.", ["task"], registry=registry)
job_last_success = Gauge(
    "kpbot_job_last_success_timestamp_seconds", "When a job last went well.", ["task"], registry=registry
)


def send_settled(platform: str, result: str, lag: float) -> None:
    """An attempt to send ended as `result` (an outbox state; `due` is a postponement), `lag` seconds after the message
    fell due."""
    sends.labels(platform, "postponed" if result == "due" else result).inc()
    if result == "sent":
        delivery_lag.observe(max(lag, 0))
