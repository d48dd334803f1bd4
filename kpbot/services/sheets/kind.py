"""What a kind of sheet is to the dialogue that loads it, and to the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kpbot.domain.messages import Attachment
from kpbot.domain.places import Region
from kpbot.domain.sheets import Field, Sheet
from kpbot.services.catalog import Catalog
from kpbot.settings import Settings
from kpbot.storage.database import Db


@dataclass(frozen=True, slots=True)
class Loading:
    """Who loads a sheet, and where: a coordinator for `scope`, the regions held and all below; the operator
    (`person_id` None, `scope` empty) anywhere. `db` is inside a transaction of the caller's."""

    db: Db
    settings: Settings
    catalog: Catalog
    now: datetime  # UTC
    lang: str
    person_id: int | None = None
    scope: tuple[Region, ...] = ()
    private: bool = True  # whether the answer goes to one person and not to a group


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a line, in the reader's language; of the whole file, where `row` is 0. `serious`: nothing
    can be applied before it is mended. `listed` are names that `text` is the heading of: a message says the first
    few, the file of remarks all."""

    sheet: str
    row: int
    text: str
    serious: bool = False
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying a file would do, in words (`summary`, for a chat) and line by line. `changes`: how many records
    would be new or different. `mark` is the same as long as applying would do the same."""

    summary: str
    remarks: tuple[Remark, ...] = ()
    changes: int = 0
    mark: str = ""

    @property
    def possible(self) -> bool:
        return not any(remark.serious for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done, in words, and a file that came out of it."""

    text: str
    document: Attachment | None = None


class SheetKind(Protocol):
    """A kind of sheet. `plan` changes nothing; `apply` does all of it in the caller's transaction, and applying the
    same file again changes nothing. Sheets come mapped: `Sheet.columns` names fields of this kind."""

    @property
    def name(self) -> str: ...

    @property
    def fields(self) -> tuple[Field, ...]: ...

    async def plan(self, loading: Loading, sheets: Sequence[Sheet]) -> Plan: ...

    async def apply(self, loading: Loading, sheets: Sequence[Sheet]) -> Applied: ...
