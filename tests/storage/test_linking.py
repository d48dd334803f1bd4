"""No table is forgotten when two persons become one."""

from sqlalchemy import BigInteger

from kpbot.storage import linking
from kpbot.storage.tables import metadata

# Moved row by row, since the post is in the key; and what goes with the person.
BY_ITSELF = {
    "shares.entered_by",  # only where the person coordinated
    "shares.post_id",
    "evidence.post_id",
    "share_days.post_id",
    "leaves.post_id",
    "private_digests.post_id",
    "short_links.post_id",
    "spot_checks.post_id",
    "link_codes.person_id",
}


def test_every_column_that_names_a_person_or_a_post_is_moved() -> None:
    naming = {
        str(column)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, BigInteger)
        if column.name in ("person_id", "post_id", "replaces") or column.name.endswith("_by")
    }
    moved = {str(column) for column in (*linking._PERSONS, *linking._POSTS)}
    assert naming - moved == BY_ITSELF
    assert moved <= naming
