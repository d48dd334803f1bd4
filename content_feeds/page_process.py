"""The process that reads one web page: address and HTML as JSON by standard input, what it found by standard output."""

from __future__ import annotations

import json
import re
import sys

from content_feeds import page_limits as limits

# Official accounts show their articles only once a script ran; hidden parts are left out as a rule.
_SHOWN_LATER = re.compile(
    r"(<div\b[^>]{0,500}\bid=[\"']js_content[\"'][^>]{0,500}?\bstyle=)(\"[^\"]{0,500}\"|'[^']{0,500}')"
)


def main() -> None:
    _bound()
    asked = json.loads(sys.stdin.buffer.read())
    try:
        found = _read(asked["html"], asked["address"])
    except MemoryError:
        sys.exit(9)
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))


def _read(html: str, address: str) -> dict[str, str]:
    import trafilatura

    html = _SHOWN_LATER.sub(r'\1""', html, count=1)
    document = trafilatura.bare_extraction(
        html,
        url=address,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        favor_precision=True,
    )
    if document is None:  # no article; it may still say what it is called
        document = trafilatura.extract_metadata(html, default_url=address)
    names = ("title", "text", "sitename", "date", "image", "author")
    values = {name: getattr(document, name, None) for name in names}
    return {name: value[: limits.MOST_TEXT] for name, value in values.items() if isinstance(value, str)}


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such bounds; the time still is bounded from outside
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.SECONDS, limits.SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
