# Loading a roster: the preview, what is said line by line, and what was done.

roster-summary-faults = { $count ->
    [one] One thing has to be mended before it can be loaded. Nothing has been changed.
   *[other] { $count } things have to be mended before it can be loaded. Nothing has been changed.
}
roster-after-mending = Once that is mended it would change this (as far as it can be read now):
roster-would-nothing = Nothing to change: everything in the file is on record.
roster-would-regions = · new townships (regions): { $count }
roster-would-units = · new units: { $count }
roster-would-people = · new officers: { $count }
roster-would-coordinators = · new coordinators: { $count }
roster-would-stations = · new e-stations: { $count }
roster-would-facilities = · new facilities: { $count }
roster-would-changed = · changes to what is on record: { $count }
roster-would-ended = · officers who left: { $count }
roster-untouched = On record as the file says, and left alone: { $count }.
roster-missing = On record and not in the file: units { $units }, officers { $people }. They are neither removed nor changed.
roster-done = The roster is loaded:
roster-done-nothing = Everything in the file is on record already; nothing was changed.

roster-filled = { $count ->
    [one] One line names its place only in part and was taken for one of the same place as the line above.
   *[other] { $count } lines name their place only in part and were taken for ones of the same place as the line above.
}
roster-missing-units = Units on record and not in the file, left alone
roster-missing-people = Officers on record and not in the file, left alone
roster-new-units = New units
roster-new-people = New officers

roster-bad-day = “{ $cell }” cannot be read as a day. Please write 2026-03-05.
roster-bad-yes = “{ $cell }” says neither yes nor no and was taken for blank. Please write “yes” or “no”.
roster-bad-name = “{ $cell }” does not look like a person's name. Please write a name of 20 characters at most; a comma between several people.
roster-number-in-name = A number was left out of the name. Telephone and ID numbers are not kept.
roster-too-many = The number “{ $cell }” is too large. Please check it: a unit has 50 facilities of a kind at most.
roster-facility-kind = It is not clear what kind of facility “{ $cell }” is. Please write board, bookshelf or screen.
roster-no-unit = This line names no unit. Please fill in the village, community or school.
roster-unit-kind = It is not clear whether “{ $name }” is a village, a community or a school. Please add a column “unit type”.
roster-unit-kind-twice = An earlier line gives “{ $name }” another unit type; that one counts.
roster-demonstration-twice = An earlier line says otherwise whether “{ $name }” is a demonstration unit; that one counts.
roster-station-since-twice = An earlier line gives “{ $name }” another start date, { $day }; that one counts.
roster-which-county = “{ $name }” may be several counties. Please write its full name.
roster-which-township = “{ $name }” may be several townships. Please write its full name.
roster-which-township-of-unit = Several townships have a “{ $name }”. Please fill in the township.
roster-which-city = There is no county “{ $name }” yet, and it is not clear which city it belongs to. Please add a column “city”.
roster-no-city = There is no city on record yet. Please run kpbot init, then load the roster.
roster-needs-county = It is not clear which county this is. Please add a column “county” and fill it in on each line.
roster-county-not-yours = “{ $name }” is not in your regions. Please take these lines out, or let the coordinators there load them.
roster-no-county = There is no county “{ $name }”. Please check the name. New counties are made by the operator.
roster-coordinator-not-yours = Coordinators are appointed by the operator. Please take this line out.
roster-twice = { $name } is in line { $row } already; this line does not count again.
roster-waits = { $name } asked to join and waits for your word. Please send /confirm.
roster-left-unknown = { $name } was never on record and has left; there is nothing to do.
roster-left-aside = The brackets after { $name } say that the post is over; it ends on { $day }. If that is not the day, please write it in the column “end date”.
roster-ended-before = This post of { $name } ended on { $day } and was not begun again. If it was, please give a start date after that.
roster-same-name = { $name } is in several units ({ $places }) and was taken for several people. If it is one person, one account may use all the codes.
