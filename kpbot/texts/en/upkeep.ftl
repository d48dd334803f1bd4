# Renewals of boards, bookshelves and screens. $name is the unit and the facility.

upkeep-date = { $day } { $month ->
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
upkeep-date-year = { upkeep-date } { $year }

upkeep-recorded = Noted: { $name }, renewed on { $date }.
upkeep-known = { $name } on { $date } is on record already; nothing to do.
upkeep-known-photo = { $name } on { $date } is on record already; your photo was added to that record.
upkeep-sentences = {" "}
upkeep-late = (More than a week ago: marked as entered late.)
upkeep-for-officer = (Entered by a coordinator on the officer's behalf.)
upkeep-resumed-too = Reminders go on again.
upkeep-future = { $date } is still to come; please tell me once it is done.
upkeep-gone = This record or this facility is no longer there.
upkeep-withdrawn = Withdrawn: { $name }, renewal of { $date }.
upkeep-photo-added = Photo received and added to the record of { $name }.
upkeep-photo-please = Please send me the photo.

upkeep-button-renewed = Renewed: { $name }
upkeep-button-date = Change date
upkeep-button-withdraw = Withdraw
upkeep-button-photo = Add photo
upkeep-button-today = Today
upkeep-button-yesterday = Yesterday
upkeep-button-before-yesterday = Two days ago

upkeep-which = Which one was renewed on { $date }? Please choose.
upkeep-which-more = { $more } more are not listed; please send it again with the name, such as “/{ $command } { $example }”.
upkeep-not-found = I found no “{ $words }”. You can record: { $names }.
upkeep-which-day = When was { $name } renewed? Choose a day or send a date, such as “Nov 20”.
upkeep-day-unread = I cannot read “{ $said }” as a day; please write “Nov 20” or “yesterday”.
upkeep-no-facility = { $kind ->
    [board] No notice board is registered for you yet; please ask your coordinator to register it.
    [books] No bookshelf is registered for you yet; please ask your coordinator to register it.
   *[screen] No screen is registered for you yet; please ask your coordinator to register it.
}
upkeep-none-in-region = No facility is registered in your region yet.
upkeep-list-privately = The list is in our private chat.
upkeep-list-ask-privately = Please ask me for the list in private: { private-way } and send “/boards”.

upkeep-list-head = { $count } in all: { $overdue } overdue, { $not-known } without a record, { $due } due, { $paused } paused, { $fresh } fresh.
upkeep-list-more = { $more } more are not listed.
upkeep-list-overdue = 🔴 { $name }: overdue, last on { $date }
upkeep-list-not-known = ⚪ { $name }: no record
upkeep-list-due = 🟡 { $name }: due, last on { $date }
upkeep-list-paused = ⏸ { $name }: paused
upkeep-list-fresh = 🟢 { $name }: fresh, last on { $date }
