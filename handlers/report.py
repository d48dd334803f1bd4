"""`/report`: an event in one line, or told in at most four taps or words; read back, corrected, confirmed."""

from __future__ import annotations

from datetime import timedelta

from handlers import report_end
from kpbot.domain.people import PostRole
from kpbot.domain.plain_text import fold
from kpbot.domain.report_line import EventKind
from kpbot.domain.roles import Act
from kpbot.services import behalf, events, report_album, report_draft, reporting
from kpbot.services.pressed import record_id
from kpbot.services.report_card import Scene, refresh, show
from kpbot.services.report_draft import Ask, Choice, Draft, Trouble
from kpbot.services.talk import Talk
from kpbot.services.unrecognised import sentence

YES = frozenset(
    {
        "确认",
        "确认上报",
        "确认改正",
        "就是这样",
        "对",
        "对的",
        "是",
        "是的",
        "好",
        "好的",
        "没错",
        "没问题",
        "ok",
        "yes",
        "confirm",
    }
)
NO = frozenset({"取消", "不报了", "算了", "cancel"})
DONE = frozenset({"好了", "发完了", "发好了", "done"})  # with the photos; what was reported is looked at once more
GO_ON = frozenset({"接着报", "继续", "go on", "continue"})
ANEW = frozenset({"重新报", "重新开始", "重来", "start over"})
SAME = frozenset({"是同一场", "同一场", *YES})
OTHER = frozenset({"不是", "另一场", "不是,另一场", "no"})
_QUESTIONS = (Ask.STATION, Ask.TITLE, Ask.DAY, Ask.HEADCOUNT)


async def command(talk: Talk, argument: str) -> None:
    await _start(talk, argument)


async def _start(talk: Talk, text: str, station: int = 0) -> None:
    stations = await _stations_or_why_not(talk)
    if not stations:
        return
    draft, trouble = reporting.begin(talk, text, stations, station)
    if talk.incoming.photos:
        _, full = await reporting.add_photos(talk, draft.owns)
        trouble = trouble or (Trouble.PHOTOS_FULL if full else None)
        draft.albums = [talk.incoming.album] if talk.incoming.album else []
    old = reporting.load(talk)
    if old and not old.empty and await _lay_aside(talk, old, draft):
        return
    if old:
        await reporting.cancel(talk, old)
    await show(talk, draft, report_draft.missing(draft), Scene(stations, trouble, first=True), anew=True)


async def _lay_aside(talk: Talk, old: Draft, draft: Draft) -> bool:
    """Ask whether to go on with the open draft; False if that one is over (it was for an officer who left)."""
    new_for, talk.on_behalf_of = talk.on_behalf_of, None
    if not await behalf.resume(talk, Act.REPORT_FOR):
        talk.on_behalf_of = new_for
        return False
    report_album.put_pending(talk, draft, new_for.id if new_for else None)
    await show(talk, old, Ask.RESUME, Scene(await reporting.choices(talk)), anew=True)
    return True


async def _stations_or_why_not(talk: Talk) -> list[Choice]:
    """The stations the speaker reports for; if there are none, says in a sentence what to do."""
    found = await reporting.choices(talk)
    if found:
        return found
    post = talk.officer_post
    if post:
        talk.reply(talk.say("events-no-station", unit=await events.unit_name(talk, post)))
    elif any(pending.role == PostRole.OFFICER for pending in talk.pending):
        talk.reply(talk.say("events-pending"))
    else:
        talk.reply(sentence(talk, "events-coordinator" if talk.coordinator_posts else "events-no-post"))
    return []


async def go_on(talk: Talk) -> None:
    """What is said while a draft is open."""
    draft = reporting.load(talk)
    if draft is None or talk.conversation is None:
        talk.end()
        return
    step, stations = Ask(talk.conversation.step), await reporting.choices(talk)
    word = fold(talk.text).rstrip("。.!")
    if talk.incoming.photos:
        await _photos(talk, draft, step, stations)
    elif word in NO:
        await report_end.cancel(talk, draft)
    elif step in _QUESTIONS:
        trouble = report_draft.answer(draft, step, talk.text, stations, talk.today)
        await show(talk, draft, step if trouble else report_draft.missing(draft), Scene(stations, trouble))
    elif step is Ask.RESUME:
        await _resume(talk, draft, word, stations)
    elif step is Ask.SAME:
        await _same_in_words(talk, draft, word, stations)
    else:
        await _at_check(talk, draft, word, stations)


async def _at_check(talk: Talk, draft: Draft, word: str, stations: list[Choice]) -> None:
    if word in YES:
        await report_end.confirm(talk, draft, stations)
    elif not talk.chat.private and not talk.incoming.reply_to:
        return  # in a group, people also talk to each other
    elif word in DONE or report_draft.correct_in_words(draft, talk.text, talk.today):
        await show(talk, draft, Ask.CHECK, Scene(stations))
    else:
        trouble = Trouble.UNREADABLE_DAY if draft.unread else Trouble.UNCLEAR
        await show(talk, draft, Ask.CHECK, Scene(stations, trouble))


async def _same_in_words(talk: Talk, draft: Draft, word: str, stations: list[Choice]) -> None:
    same = await events.similar(talk, draft)
    if same is None or word in OTHER:
        await report_end.file(talk, draft, stations)
    elif word in SAME:
        await report_end.merge(talk, draft, same.id, stations)
    elif talk.chat.private or talk.incoming.reply_to:
        await report_end.ask_same(talk, draft, stations)


async def _resume(talk: Talk, draft: Draft, word: str, stations: list[Choice]) -> None:
    if word in ANEW:
        await _anew(talk, draft)
    elif word in GO_ON:
        await _continue(talk, draft, stations)
    elif talk.chat.private or talk.incoming.reply_to:
        await show(talk, draft, Ask.RESUME, Scene(stations))


async def _photos(talk: Talk, draft: Draft, step: Ask, stations: list[Choice]) -> None:
    """Pictures sent during a draft; an album is several messages, of which only the first is answered."""
    album = talk.incoming.album
    pending = report_album.pending_of(talk, album)
    if pending is not None:
        await reporting.add_photos(talk, pending.owns)
        return
    known = bool(album) and album in draft.albums
    if album and not known:
        draft.albums.append(album)
    count, full = await reporting.add_photos(talk, draft.owns, draft.was)
    trouble = Trouble.PHOTOS_FULL if full else None
    whole = step in (Ask.CHECK, Ask.FIELDS, Ask.PHOTOS)
    if talk.text and step in _QUESTIONS and not known:
        trouble = report_draft.answer(draft, step, talk.text, stations, talk.today) or trouble
        await show(talk, draft, report_draft.missing(draft), Scene(stations, trouble))
    elif whole and (known or (talk.capabilities.edits and not talk.chat.private and not full)):
        await refresh(talk, draft, step, Scene(stations))
    elif whole:
        await show(talk, draft, step, Scene(stations, trouble))
    else:
        if not known:
            talk.acknowledge(talk.say("events-photos-got", count=count))
        reporting.keep(talk, draft, step)


async def offer(talk: Talk) -> bool:
    """The rest of an album whose event is confirmed already, a picture in reply to a reported event, or a line in
    reply to the reminder that a station's event is due."""
    if talk.incoming.photos and await report_album.belated(talk):
        return True
    reminded = await report_album.reminded_stations(talk)
    if not reminded or not talk.text:
        return False
    stations = await reporting.choices(talk)
    own = [c.station.id for c in stations if c.station.id in reminded]
    if not own or not report_draft.sounds_like_report(talk.text, stations, talk.today):
        return False
    await _start(talk, talk.text, own[0] if len(own) == 1 else 0)
    return True


async def press(talk: Talk, parts: list[str]) -> None:
    if parts[:1] == ["start"]:
        await _start(talk, "", record_id(parts))
        return
    owner = record_id(parts[1:2])
    draft = reporting.load(talk)
    if talk.person is None or owner != talk.person.id:
        talk.refuse(talk.say("events-whose", name=await events.name_of(talk, owner)))
    elif draft is None or parts[2:3] != [draft.token]:
        talk.refuse(talk.say("events-over"))
    else:
        await _pressed(talk, draft, parts[0], parts[3] if len(parts) > 3 else "")


async def _pressed(talk: Talk, draft: Draft, act: str, arg: str) -> None:
    stations = await reporting.choices(talk)
    if act == "ok":
        await report_end.confirm(talk, draft, stations)
    elif act == "cancel":
        await report_end.cancel(talk, draft)
    elif act == "same":
        await report_end.merge(talk, draft, record_id([arg]), stations)
    elif act == "diff":
        await report_end.file(talk, draft, stations)
    elif act == "new":
        await _anew(talk, draft)
    elif act == "go":
        await _continue(talk, draft, stations)
    elif act == "f" and arg in _QUESTIONS:
        await show(talk, draft, Ask(arg), Scene(stations))
    elif act in ("edit", "photos", "check"):
        complete = report_draft.missing(draft) is Ask.CHECK
        wanted = {"edit": Ask.FIELDS, "photos": Ask.PHOTOS, "check": Ask.CHECK}[act]
        await show(talk, draft, wanted if complete else report_draft.missing(draft), Scene(stations))
    else:
        _take(talk, draft, act, arg, stations)
        await show(talk, draft, report_draft.missing(draft), Scene(stations))


def _take(talk: Talk, draft: Draft, act: str, arg: str, stations: list[Choice]) -> None:
    """An answer by button; what does not fit any more changes nothing and the question is asked again."""
    if act == "s" and record_id([arg]) in {c.station.id for c in stations}:
        draft.station = record_id([arg])
    elif act == "k" and arg in set(EventKind):
        draft.kind, draft.title = arg, talk.say(f"events-default-{arg}")
    elif act == "d" and arg in ("0", "1", "2"):
        draft.set_day(talk.today - timedelta(days=int(arg)))


async def _continue(talk: Talk, draft: Draft, stations: list[Choice]) -> None:
    after = report_album.take_pending(talk)
    if after:
        await reporting.drop_photos(talk, after[0])
    await show(talk, draft, report_draft.missing(draft), Scene(stations))


async def _anew(talk: Talk, draft: Draft) -> None:
    """Drop the old draft and go on with what was said last, for whom it was said."""
    after = report_album.take_pending(talk)
    await reporting.cancel(talk, draft)
    fresh, post_id = after or (reporting.fresh(talk), None)
    talk.on_behalf_of = None
    if post_id is not None and not (await behalf.act_for(talk, post_id) and await behalf.allowed(talk, Act.REPORT_FOR)):
        return
    stations = await _stations_or_why_not(talk)
    if stations:
        if len(stations) == 1:
            fresh.station = stations[0].station.id
        await show(talk, fresh, report_draft.missing(fresh), Scene(stations))
