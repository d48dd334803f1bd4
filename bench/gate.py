"""`python -m bench gate` measures the gate and the keywords by labelled titles; it is exact, not a matter of time.

`python -m bench.gate FILE [-v]` does it for any file of titles (see tests/unit/domain/titles_dev.toml); -v names what
it got wrong.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from kpbot.domain.content import Topic
from kpbot.domain.subjects import subject_of
from kpbot.domain.topics import guess_topic, read_keywords
from kpbot.domain.words import Level, Words, read_words

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "config" / "topics.toml"
TITLES = ROOT / "tests" / "unit" / "domain"
SCIENCE = "science"


@dataclass(frozen=True, slots=True)
class Judged:
    """A title: its `label`, the subject the gate holds it for (empty if it passes), its topic and what was guessed."""

    title: str
    label: str
    held: str
    why: str = ""
    topic: str = ""
    guessed: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts of titles. `precision`: of those held, how many ought to be. `recall`: of those that ought to be, how
    many are. `topics`: of the science titles, how many got their topic."""

    by_label: dict[str, tuple[int, int]]  # all, held
    topics_right: int
    topics: int

    @property
    def held_rightly(self) -> int:
        return sum(held for label, (_, held) in self.by_label.items() if label != SCIENCE)

    @property
    def precision(self) -> float:
        held = sum(held for _, held in self.by_label.values())
        return self.held_rightly / held if held else 1.0

    @property
    def recall(self) -> float:
        wanted = sum(number for label, (number, _) in self.by_label.items() if label != SCIENCE)
        return self.held_rightly / wanted if wanted else 1.0


def judged(file: Path) -> Iterator[Judged]:
    """Each title of a file as the shipped lists judge it; topics are guessed as for a source without a default."""
    config = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    words, keywords = read_words(config), read_keywords(config)
    for entry in tomllib.loads(file.read_text(encoding="utf-8"))["titles"]:
        title, topic = entry["title"], entry.get("topic", "")
        held, why = _held(title, words)
        guessed = guess_topic(title, "", keywords, None) or Topic.EVERYDAY
        yield Judged(title, entry["label"], held, why, topic, guessed.value if topic else "")


def _held(title: str, words: Words) -> tuple[str, str]:
    found = subject_of(title, words)
    return (found.code.removeprefix("subject-"), str(found.values.get("word", ""))) if found else ("", "")


def measure(titles: list[Judged]) -> Measured:
    numbers = Counter(one.label for one in titles)
    held = Counter(one.label for one in titles if one.held)
    with_topic = [one for one in titles if one.topic]
    return Measured(
        {label: (numbers[label], held[label]) for label in sorted(numbers)},
        sum(one.topic == one.guessed for one in with_topic),
        len(with_topic),
    )


def report(file: Path, *, verbose: bool = False) -> None:
    titles = list(judged(file))
    found = measure(titles)
    print(f"{file.name}: {len(titles)} titles")
    for label, (number, held) in found.by_label.items():
        right = number - held if label == SCIENCE else held
        print(f"  {label:<10} {right:>3} of {number:>3} {'passed' if label == SCIENCE else 'held'}")
    print(f"  needs a look: precision {found.precision:.3f}, recall {found.recall:.3f}")
    print(f"  topic of science titles: {found.topics_right} of {found.topics}")
    for one in titles if verbose else ():
        if bool(one.held) != (one.label != SCIENCE):
            print(f"    {one.label}: {one.title}" + (f" [{one.held}: {one.why}]" if one.held else ""))
        if one.topic != one.guessed:
            print(f"    {one.topic}, not {one.guessed}: {one.title}")


def main() -> None:
    for file in sorted(TITLES.glob("titles_*.toml")):
        report(file)
    _speed()


def _speed(words: int = 10_000, letters: int = 1_000_000) -> None:
    """One pass over a long text with a long word list of which nothing occurs."""
    lists = Words({f"词{number}表": Level.REVIEW for number in range(words)})
    text = "冬天勤开窗，感冒流感少传人。" * (letters // 14)
    lists.stopping("")  # builds the automaton
    began = perf_counter()
    lists.stopping(text)
    print(f"word list: {words:,} words, {len(text):,} characters in {1000 * (perf_counter() - began):.0f} ms")


if __name__ == "__main__":
    report(Path(sys.argv[1]), verbose="-v" in sys.argv)
