# Reporting an event: one line, questions, reading back, corrections, and the coordinators' review.

events-kind-lecture = Lecture
events-kind-training = Training
events-kind-contest = Contest
events-kind-performance = Performance
events-kind-exhibition = Exhibition
events-kind-activity = Other
events-default-lecture = Science lecture
events-default-training = Science training
events-default-contest = Science contest
events-default-performance = Science performance
events-default-exhibition = Science exhibition
events-default-activity = Science event
events-title-kind = { $title } ({ $kind })

events-day = { $weekday ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
} { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
events-day-part = { $day }, { $part }
events-part-morning = morning
events-part-afternoon = afternoon
events-part-evening = evening
events-headcount = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
events-headcount-about = about { $count } people
events-photos = { $count ->
    [0] no photos
    [one] { $count } photo
   *[other] { $count } photos
}
events-line = { $title }, { $day }, { $headcount }

events-card-whose = { $name } reports an event
events-card-behalf = An event for { $name }
events-known = So far: { $facts }
events-joiner = {", "}
events-ask-station = At which e-station was it?
events-ask-title = What kind of event was it? Choose one, or write its name, such as “Health lecture”.
events-ask-day = Which day was it? Choose one, or write a date, such as “20 November, afternoon”.
events-ask-headcount = How many people came? A number will do, such as “62” or “about 60”.
events-say-cancel = To give up, reply “cancel”.
events-ask-fields = What do you want to change?
events-ask-photos = Send the photos right here, several at once if you like. Choose “Done” afterwards.
events-ask-same = { $station } already has “{ $title }” on that day ({ $headcount }, reported by { $name }). Is it the same event? If so, what is new and the photos go there.
events-ask-resume = You have a report that is not finished. Go on with it, or start over?
events-check = Please check, and confirm if it is right:
events-check-fix = Change it to this?
events-check-hint = To change something, choose below or just write it: “65 people”, “it was yesterday”.

events-day-assumed = No day was given, so today is taken. If it was another day, correct it.
events-doubt-few = Fewer than { $minimum } people: it is recorded as it is, but does not count as the event of the month. Is the number right?
events-doubt-about-minimum = An estimate this close to { $minimum } may as well be below. An exact number would be better; report it like this?
events-doubt-unlikely = That is unusually many. Please see whether there is a digit too much.
events-doubt-future = That day is still to come. Is the date right?
events-doubt-old = That was more than two months ago. Is the date right?
events-doubt-day = The date could be meant otherwise. Please see whether it is right.

events-trouble-too-long = That is too long. Please write a sentence or two.
events-trouble-title-too-long = The name is too long. Please keep it within { $limit } characters.
events-trouble-no-title = There was no name. Please write a few words, such as “Health lecture”.
events-trouble-no-day = I could not read the date. You can write “today”, “yesterday afternoon”, “Wednesday” or “20 November”.
events-trouble-unreadable-day = I could not read the date “{ $said }”. You can write “today”, “yesterday afternoon”, “Wednesday” or “20 November”.
events-trouble-no-headcount = I could not read the number of people. Please write a number, such as “62” or “about 60”.
events-trouble-no-station = I did not find that e-station. Please choose one below.
events-trouble-unclear = I could not make out what to change.
events-trouble-station-gone = You no longer report for this e-station. Please choose again.
events-trouble-photos-full = An event keeps { $limit } photos at most; the others were not taken.
events-photos-got = { $count ->
    [one] Got the photo.
   *[other] Got it, { $count } photos now.
}

events-button-confirm = Report it
events-button-confirm-fix = Save the change
events-button-sure = It is like this
events-button-change = Change
events-button-title = Name
events-button-day = Date
events-button-headcount = People
events-button-station = Station
events-button-photos = Add photos
events-button-photos-done = Done
events-button-cancel = Cancel
events-button-back = Back
events-button-today = Today
events-button-yesterday = Yesterday
events-button-before-yesterday = The day before
events-button-same = The same event
events-button-different = No, another one
events-button-go-on = Go on
events-button-anew = Start over
events-button-fix = Correct
events-button-withdraw = Withdraw
events-button-withdraw-yes = Yes, withdraw
events-button-withdraw-no = Keep it
events-button-accept = Accept
events-button-return = Return
events-button-return-no = Do not return

events-reported = Reported; a coordinator will look at it:
events-merged = Added to the event that was there:
events-corrected = Corrected; a coordinator will look again:
events-unchanged = Nothing changed:
events-few-note = Fewer than { $minimum } people, does not count as the event of the month
events-late-note = Reported late (after more than a week)
events-behalf-note = Entered by { $by }
events-cancelled = Cancelled; nothing was reported.
events-cancel-other = Cancelled.
events-cancel-none = There is nothing to cancel.
events-busy = You have a report that is not finished. Please confirm or cancel it first.
events-reply-here = If you write, please reply to this message.
events-cancelled-fix = Nothing changed; it stays as it was.
events-whose = This is { $name }’s report.
events-over = This report is over. Send /events to see what was reported.

events-no-post = You are no science officer yet, so you cannot report events. Ask a coordinator for a unit code and send “/join CODE”.
events-pending = Your joining waits for a coordinator; once it is confirmed you can report.
events-coordinator = Events are reported by the officer of the unit where the e-station is. To report for an officer, send “/for NAME /report Health lecture 62 people yesterday”.
events-no-station = { $unit } has no e-station on record yet, so events cannot be reported. A coordinator of your region can register it.

events-own-none = No events were reported lately. Send /report to report one, for example: /report Health lecture 62 people this afternoon
events-own-list = Latest events (choose one to correct or withdraw it):
events-own-line = { $number }. { $event }, { $state }
events-state-reported = waiting for review
events-state-accepted = accepted
events-state-returned = returned
events-state-withdrawn = withdrawn
events-month = { $station }: { $events ->
    [one] { $events } event
   *[other] { $events } events
} in month { $month }, { $counting } of them with { $minimum } people or more (at least 1 a month is asked for).
events-note = Returned because: { $note }
events-privately = I have sent it to you privately.
events-not-there = That event was not found; it may have been withdrawn.
events-withdraw-ask = Withdraw this event? It will not count any more; that it was withdrawn stays on record.
events-withdrawn = Withdrawn:

events-desk-new = { $name } reported an event; please have a look:
events-desk-again = { $name } corrected an event; please look again:
events-desk-accepted = Accepted ({ $by })
events-desk-returned = Returned ({ $by })
events-desk-corrected = The officer corrected it; see the newer message.
events-desk-withdrawn = The officer withdrew it.
events-desk-why = Why is it returned? Choose one, or write a sentence; { $name } will be told.
events-desk-why-photo = The photos are not clear
events-desk-why-headcount = Please check the number of people
events-desk-why-day = Please check the date
events-desk-why-kind = Please say what event it was
events-desk-why-long = That sentence is too long. Please keep it within { $limit } characters.
events-desk-changed = This event was changed later; see the newer message.
events-desk-done = Somebody has dealt with it: { $state }.
events-desk-none = No events wait for you.
events-desk-list = { $count ->
    [one] { $count } event waits for you:
   *[other] { $count } events wait for you:
}
events-desk-more = { $count } events wait for you; here are the first { $shown }. Send /events again afterwards.
events-desk-month = Month { $month }: { $met } of { $stations } e-stations have had an event of { $minimum } people or more. Not yet: { $names }{ $more ->
    [0] {""}
   *[other] {" "}and others
}
events-desk-month-all = Month { $month }: { $stations ->
    [1] the e-station has
   *[other] all { $stations } e-stations have
} had an event of { $minimum } people or more.
events-names-joiner = {", "}
events-returned = { $name }, “{ $title }” was returned: { $note }. Correct it and confirm once more.

events-photo-refused-size = A photo was too large (more than 10 MB) and was not kept. Please send a smaller one.
events-photo-refused-type = A photo has a format I do not know and was not kept. Please send JPG or PNG.
events-photo-refused-pixels = A photo has too many pixels and was not kept. Please send a smaller one.
events-photo-refused-broken = A photo could not be opened and was not kept. Please send it again.
events-photo-lost = A photo could not be fetched. Please send it again. If that fails too, send a smaller one.
