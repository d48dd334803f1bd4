# The official app's export of shares, loaded by a coordinator.

app-shares-unlisted = No. { $number } counted by the official app, without a title

app-shares-lines = { $count ->
    [one] The sheet has one line.
   *[other] The sheet has { $count } lines.
}
app-shares-day = Day: { $since }, { $officers ->
    [one] one officer
   *[other] { $officers } officers
}.
app-shares-days = Days: { $since } to { $until }, { $officers ->
    [one] one officer
   *[other] { $officers } officers
}.
app-shares-new = { $count ->
    [0] Nothing is new.
    [one] One line is new; new shares: { $shares }.
   *[other] { $count } lines are new; new shares: { $shares }.
}
app-shares-added = Of the shares on record the official app knows { $count }, too; that is noted as evidence and not counted again.
app-shares-known = Lines loaded before or repeated in the sheet, not recorded again: { $count }.
app-shares-nobody = Lines of nobody on record, not loaded and listed below: { $count }.
app-shares-several = Lines of people with the same name, not loaded and listed below: { $count }.
app-shares-unusable = Lines that cannot be read, not loaded and listed below: { $count }.
app-shares-evidence = Shares that are loaded rest on “{ $kind }”. What officers took back stays taken back.
app-shares-done = { $lines ->
    [one] One line loaded
   *[other] { $lines } lines loaded
}{ $shares ->
    [0] , all for shares on record.
    [one] , with one new share.
   *[other] , with { $shares } new shares.
}
app-shares-nothing-new = There is nothing new to load; nothing was changed.

app-shares-no-content = This sheet has no column of titles, links or counts, so it does not say what was shared. Please export it with one of them; if there is one, please head it “Title” and send it again.
app-shares-line-no-person = There is no name. Please add it to have the line loaded.
app-shares-line-no-day = It does not say which day. Please write dates like 2026-11-17.
app-shares-line-not-yet = The day has not come yet. Please check the date.
app-shares-line-too-old = More than { $days } days ago, so it is not loaded. If it should be, have the operator raise app_shares.oldest_days.
app-shares-line-nothing = There is no title, no link and no count that can be read, so it does not say what was shared. Please add one of them.
app-shares-line-too-many = That is too much for a day, and looks like a running total. Please give the count of each day.
app-shares-nobody-unknown = No officer is called “{ $name }”. If the name is written differently, please use the one on record; who is not on record must be registered first.
app-shares-nobody-not-then = “{ $name }” ({ $units }) did not hold the post on that day. If the term on record is wrong, please correct that first.
app-shares-nobody-elsewhere = The sheet says “{ $unit }”, but “{ $name }” on record is at { $units }, and may be somebody else. If not, please correct the unit in the sheet.
app-shares-nobody-several = There are several called “{ $name }” ({ $units }). Please say in the column of units whose line it is.

me-share-kind = · “{ $title }” → { $where } ({ $kind })
