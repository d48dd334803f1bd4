"""The job that reminds: what is due, to its officers; what stays undone, into the coordinators' digests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kpbot.domain.messages import Chat
from kpbot.domain.people import GroupState
from kpbot.domain.places import Region
from kpbot.domain.quiet import QuietHours
from kpbot.domain.reminders import CAPS, Audience, Notice, Recipient, Sent, group_by_person, steps_due
from kpbot.domain.upkeep import Duty
from kpbot.domain.workdays import is_workday
from kpbot.services.duties import duty_of, is_paused
from kpbot.services.reach import Reach, Way, load_reach
from kpbot.services.reminder_message import Recipients, Scene, compose
from kpbot.settings import Settings
from kpbot.storage import outbox, places, reminders
from kpbot.storage.database import Db
from kpbot.storage.outbox import Owed, Priority
from kpbot.storage.reminders import Key, Subject

MOST_AT_ONCE = 8  # subjects in one message; what is left over follows on the next working day
_UNHEARD: Mapping[Audience, int] = {audience: cap for audience, cap in CAPS.items() if audience is not Audience.OFFICER}


async def remind(db: Db, settings: Settings, at: datetime, zone: str) -> None:
    """Owe today's reminders to all regions of a time zone. Running it twice a day says nothing twice. `at` is UTC."""
    regions = await places.all_regions(db)
    moment = _moment(settings, at, ZoneInfo(zone))
    if moment is None:
        return
    there = {region.id for region in regions if region.time_zone == zone}
    for top in (region for region in regions if region.parent_id is None):
        await _remind_within(db, settings, top, there, moment)


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a day's reminders go out (UTC), the local day, and when they are worth nothing any more."""

    at: datetime
    today: date
    expires: datetime


def _moment(settings: Settings, at: datetime, zone: ZoneInfo) -> _Moment | None:
    """None on a day off; quiet hours put it off to their end, and it is gone when the next ones begin."""
    rules = settings.reminders
    quiet = QuietHours(time.fromisoformat(rules.quiet_from), time.fromisoformat(rules.quiet_until))
    due = quiet.next_waking(at, zone)
    today = due.astimezone(zone).date()
    if not is_workday(today):
        return None
    evening = datetime.combine(today, quiet.start, zone)
    if evening <= due:
        evening = datetime.combine(today + timedelta(days=1), quiet.start, zone)
    return _Moment(due, today, min(evening, due + timedelta(hours=12)))


async def _remind_within(db: Db, settings: Settings, top: Region, there: set[int], moment: _Moment) -> None:
    """One tree of regions (a city): a fixed number of queries, however much is due."""
    today = moment.today
    everything = await reminders.subjects_within(db, top.path, today)
    duties = {s.key: (s, duty_of(s, today)) for s in everything if s.unit.region_id in there}
    due = {key: pair for key, pair in duties.items() if pair[1].due <= today and not is_paused(pair[0], today)}
    if not due:
        return
    sent = await reminders.sent(db, due.keys(), min(duty.due for _, duty in due.values()))
    reach = await load_reach(db, top.path, today)
    plan = _Plan(moment, reach)
    for subject, duty in due.values():
        plan.consider(subject, duty, sent.get(subject.key, []))
    await _carry_out(db, settings, plan)


@dataclass(slots=True)
class _Plan:
    """What is to be said today, gathered subject by subject."""

    moment: _Moment
    reach: Reach
    notices: list[Notice] = field(default_factory=list)
    passed_up: list[tuple[Key, Sent]] = field(default_factory=list)
    subjects: dict[Key, Subject] = field(default_factory=dict)
    served: set[Recipient] = field(default_factory=set)  # who got today's message already

    def address(self, recipient: Recipient, settings: Settings) -> tuple[Chat, str] | None:
        """Chat and language; None for a group that was paused."""
        if recipient.person_id is not None:
            account = self.reach.private[recipient.person_id]
            language = self.reach.languages.get(recipient.person_id) or settings.language
            return Chat(account.platform, account.private_chat, private=True), language
        group = next(g for g in self.reach.groups if g.id == recipient.group_id)
        if group.state is GroupState.PAUSED:
            return None
        return group.address, group.language

    def consider(self, subject: Subject, duty: Duty, sent: Sequence[Sent]) -> None:
        """Officers on leave, and those nobody can reach, are not reminded: then it goes up once it is overdue."""
        today = self.moment.today
        ways = self.reach.ways(subject.unit)
        snoozed = subject.snoozed_until
        if not ways and snoozed is not None and snoozed <= today:
            snoozed = None  # a promise to somebody who cannot hear
        reminder = steps_due(duty, sent, snoozed, today, is_workday, CAPS if ways else _UNHEARD)
        if any(past.day == today and past.audience is Audience.OFFICER for past in sent):
            self.served.update(_recipient(way) for way in ways)
        elif reminder and reminder.audience is not Audience.OFFICER:
            self.passed_up.append((subject.key, Sent(today, reminder.audience)))
        elif reminder:
            self.subjects[subject.key] = subject
            for way in ways:
                self.notices.append(
                    Notice(subject.kind, subject.id, reminder, way[0], way[1] is None, way[1].id if way[1] else None)
                )


def _recipient(way: Way) -> Recipient:
    person_id, group = way
    return Recipient(group_id=group.id) if group else Recipient(person_id=person_id)


async def _carry_out(db: Db, settings: Settings, plan: _Plan) -> None:
    """The ledger and the outbox, in one statement each."""
    said, owed = list(plan.passed_up), []
    for recipient, notices in group_by_person(plan.notices).items():
        address = plan.address(recipient, settings)
        if recipient in plan.served or address is None:
            continue
        chosen = _first(notices)
        said += [((n.subject_kind, n.subject_id), _sent(n, plan.moment.today)) for n in chosen]
        owed.append(_message(plan, recipient, address, chosen))
    await reminders.record(db, said, plan.moment.at)
    await outbox.owe(db, owed)


def _sent(notice: Notice, today: date) -> Sent:
    return Sent(today, notice.reminder.audience, notice.reminder.asked)


def _first(notices: Sequence[Notice]) -> list[Notice]:
    """Each subject once, promises and what is overdue first, no more than people will read."""
    each = {(n.subject_kind, n.subject_id): n for n in notices}.values()
    return sorted(each, key=lambda n: (not n.reminder.asked, not n.reminder.overdue))[:MOST_AT_ONCE]


def _message(plan: _Plan, recipient: Recipient, address: tuple[Chat, str], chosen: Sequence[Notice]) -> Owed:
    chat, lang = address
    keys = [(n.subject_kind, n.subject_id) for n in chosen]
    target = Recipients(recipient.person_id, recipient.group_id, plan.moment.today)
    fixed = {key for key, n in zip(keys, chosen, strict=True) if not n.reminder.may_snooze}
    scene = Scene(lang, plan.moment.today, target.ref, recipient.group_id is not None, fixed)
    message = compose([plan.subjects[key] for key in keys], scene)
    return Owed(target.key, chat, message, Priority.NOTICE, plan.moment.at, plan.moment.expires)
