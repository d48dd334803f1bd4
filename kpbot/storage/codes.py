"""Codes that let people and groups in. Only their digests are stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, update

from kpbot.domain.codes import Code, CodeKind
from kpbot.domain.people import GroupKind
from kpbot.storage.database import Db, insert
from kpbot.storage.tables import codes, regions, units

PREFIX = 40  # characters of a digest that name it in a button


@dataclass(frozen=True, slots=True)
class StoredCode:
    """`group_kind` is set for groups, `unit_id` for units and for groups of a unit. `replaces`: a post handed over.
    `post_id`: the post whose holder it is for."""

    digest: str
    code: Code
    region_id: int
    region_path: str
    region_name: str
    unit_id: int | None
    unit_name: str
    group_kind: GroupKind | None
    made_at: datetime
    made_by: int | None
    replaces: int | None
    post_id: int | None = None

    @property
    def place(self) -> str:
        return f"{self.region_name}/{self.unit_name}" if self.unit_name else self.region_name


def _codes() -> Select[tuple[object, ...]]:
    return (
        select(codes, regions.c.path, regions.c.name.label("region_name"), units.c.name.label("unit_name"))
        .join(regions, regions.c.id == codes.c.region_id)
        .outerjoin(units, units.c.id == codes.c.unit_id)
    )


async def _read(db: Db, query: Select[tuple[object, ...]]) -> list[StoredCode]:
    return [
        StoredCode(
            row["digest"],
            Code(CodeKind(row["kind"]), row["expires_at"], int(row["used_at"] is not None), bool(row["revoked_at"])),
            row["region_id"],
            row["path"],
            row["region_name"],
            row["unit_id"],
            row["unit_name"] or "",
            GroupKind(row["group_kind"]) if row["group_kind"] else None,
            row["made_at"],
            row["made_by"],
            row["replaces"],
            row["post_id"],
        )
        for row in (await db.execute(query)).mappings()
    ]


async def add(
    db: Db,
    digest: str,
    kind: CodeKind,
    region_id: int,
    unit_id: int | None,
    group_kind: GroupKind | None,
    made_by: int | None,
    made_at: datetime,
    expires_at: datetime,
    replaces: int | None = None,
) -> None:
    row = {
        "digest": digest,
        "kind": kind,
        "region_id": region_id,
        "unit_id": unit_id,
        "group_kind": group_kind or "",
        "made_by": made_by,
        "made_at": made_at,
        "expires_at": expires_at,
        "replaces": replaces,
    }
    await db.execute(insert(db, codes), row)


async def find(db: Db, digest: str) -> StoredCode | None:
    """The code of a digest, or of its first PREFIX characters, valid or not."""
    if len(digest) < PREFIX:
        return None
    found = await _read(db, _codes().where(codes.c.digest.startswith(digest, autoescape=True)))
    return found[0] if len(found) == 1 else None


async def use(db: Db, digest: str, by: int | None, at: datetime) -> bool:
    """Use up a single-use code; False if somebody was faster or it was revoked meanwhile."""
    result = await db.execute(
        update(codes)
        .where(codes.c.digest == digest, codes.c.used_at.is_(None), codes.c.revoked_at.is_(None))
        .values(used_at=at, used_by=by)
    )
    return bool(result.rowcount)


async def revoke(db: Db, digest: str, at: datetime) -> bool:
    """False if it was revoked before."""
    result = await db.execute(
        update(codes).where(codes.c.digest == digest, codes.c.revoked_at.is_(None)).values(revoked_at=at)
    )
    return bool(result.rowcount)


async def unit_codes_within(db: Db, path: str, now: datetime) -> Sequence[StoredCode]:
    """Unit codes of a region and all below that still let people in, the newest first."""
    query = (
        _codes()
        .where(
            regions.c.path.startswith(path, autoescape=True),
            codes.c.kind == CodeKind.UNIT,
            codes.c.revoked_at.is_(None),
            codes.c.expires_at > now,
        )
        .order_by(codes.c.made_at.desc(), codes.c.digest)
    )
    return await _read(db, query)
