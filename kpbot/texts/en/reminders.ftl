# Reminders: one line and one row of buttons for each place. $name is the unit and the facility.

reminders-month = { $month ->
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
}

reminders-head = { $count ->
    [1] Hello, please have a look at this one:
   *[other] Hello, please have a look at these { $count }:
}
reminders-head-group = { $count ->
    [1] Hello, would the officer in charge please have a look at this one:
   *[other] Hello, would the officers in charge please have a look at these { $count }:
}

reminders-due = { $name }: time to renew it (last on { $day } { reminders-month })
reminders-overdue = { $name }: long due for renewal (last on { $day } { reminders-month } { $year })
reminders-never = { $name }: no renewal on record yet; if it was renewed, please tell me
reminders-event = { $name }: no event on record this month
reminders-event-how = After an event just send “/report TITLE PEOPLE”; photos can go with it.

reminders-done = ✅ { $name }: renewed on { $day } { reminders-month }
reminders-held = ✅ { $name }: event held on { $day } { reminders-month }
reminders-snoozed = ⏰ { $name }: I will ask again on { $day } { reminders-month }
reminders-paused = ⏸ { $name }: paused until a renewal is recorded with /{ $command }
reminders-paused-until = ⏸ { $name }: paused until { $day } { reminders-month }

reminders-button-done = Renewed
reminders-button-report = Report it
reminders-button-snooze = Ask in three days
reminders-button-pause = Pause
reminders-button-resume = Remind again
reminders-pause-1 = Pause 1 month
reminders-pause-3 = Pause 3 months
reminders-pause-0 = Pause for good

reminders-snoozed-answer = Fine, I will ask again in three days.
reminders-no-more-snooze = It was put off twice already; please do it first, or choose “Pause” if it cannot be done now.
reminders-paused-answer = Fine, no reminders for now.
reminders-resumed-answer = Fine, reminders go on again.
reminders-pause-how-long = Please choose for how long.
