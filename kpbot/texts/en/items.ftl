# Sheets of popular science: a row an item.

items-sheet-plan = { $new } new, { $changed } changed, { $same } there already{ $faults ->
    [0] .
   *[other] ; { $faults } rows cannot be taken, for the reasons below.
}
items-sheet-done = Taken: { $new } new, { $changed } changed{ $faults ->
    [0] . They may be chosen for your region's three of a day.
   *[other] . { $faults } rows were left out; mend them and send the sheet again: nothing is taken twice.
}
items-sheet-left-out = left out: { $why }
items-sheet-there = this page is there already and is not taken twice
items-sheet-review = taken, but a coordinator has to look at it first: { $reason }
items-sheet-rejected = taken, but will not be used: { $reason }

# Why a row gave no item; says what to write.
feed-skip-row-title = there is no title; please write one
feed-skip-row-long-title = the title is too long; please cut it to 60 characters
feed-skip-row-summary = the summary is missing, too short or the same as the title; please write 10 to 200 characters on what it is about and what to do
feed-skip-row-long-summary = the summary is too long; please cut it to 200 characters
feed-skip-row-link = the link is not right; please write the whole address beginning with http:// or https://, or leave it empty
feed-skip-row-private-link = the link is in a private network and cannot be opened by the groups; please write a public one, or leave it empty
feed-skip-row-topic = the topic is not known; please write one of health, food-safety, environment, disaster-prevention, farming, everyday, space, wildlife, or leave it empty
feed-skip-row-publisher = the source is too long; please write only the name of the body or site, 30 characters at most
feed-skip-row-day = the day cannot be read; please write it like 2026-12-01, or leave it empty
feed-skip-row-duplicate = the same as a row above
feed-skip-sheet-unread = this file cannot be read and was left out
feed-skip-sheet-columns = no columns “title” and “summary” were found; please head the columns in the first row
feed-skip-sheet-many = there are more than 30 sheets in the folder and only the newest are read; please move away those that are done

# What lies beside a sheet, a line a problem. $file is the file's name, $sheet the sheet's, $row the line.
items-sheet-row = { $file } row { $row } { $title }
items-sheet-report = Row { $row } { $title }: { $why }
items-sheet-report-of = Sheet “{ $sheet }” row { $row } { $title }: { $why }
