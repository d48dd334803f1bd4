## Sheets that cannot be read

sheets-refused-too-large = This file is larger than { $limit } MB. Please remove pictures, or keep only the sheet to be loaded, and send it again.
sheets-refused-bomb = This file would become unreasonably large when unpacked, so it was not read. Please copy its content into a new file and send that.
sheets-refused-too-much = This sheet is too large to read. Please keep only the rows and columns to be loaded (also delete what lies far below and to the right), save it and send it again.
sheets-refused-too-many-rows = The sheet has more than { $limit } rows. Please send it as several files.
sheets-refused-too-many-columns = The sheet has more than { $limit } columns. Please keep only those to be loaded and send it again.
sheets-refused-too-many-sheets = The file has more than { $limit } sheets. Please keep only those to be loaded and send it again.
sheets-refused-password = This file is protected by a password. Please remove the password, save it and send it again.
sheets-refused-broken = This file cannot be opened; perhaps it was not saved or sent completely. Please open it, save it as .xlsx and send it again.
sheets-refused-picture = This is a picture, not a sheet. Please send an Excel (.xlsx, .xls) or CSV file.
sheets-refused-pdf = This is a PDF, not a sheet. Please send an Excel (.xlsx, .xls) or CSV file.
sheets-refused-document = This is a text document or a presentation, not a sheet. Please copy the table into Excel, save it as .xlsx and send it again.
sheets-refused-packed = This is an archive, not a sheet. Please unpack it and send only the sheet inside.
sheets-refused-old-xml = This is an “XML spreadsheet”, which cannot be read. Please open it in Excel or WPS, save it as .xlsx and send it again.
sheets-refused-web-page = This file is a web page without a table. Please open it in Excel or WPS, save it as .xlsx and send it again.
sheets-refused-not-a-sheet = This file is not a sheet. Please send an Excel (.xlsx, .xls) or CSV file.
sheets-refused-empty = There is nothing in this file. Please check whether it is the right one, or whether all of it is on hidden sheets.

sheets-refused-no-coordinator = You are not a coordinator now, so you cannot load sheets. Please ask the coordinator above you.
sheets-refused-no-kind = There is no kind of sheet that can be loaded. Please tell the administrator.
sheets-refused-no-headings = There are no headings, so it is not known what each column is. Please name each column in the first row and send it again (it was read as “{ $kind }”).
sheets-refused-no-column = The column “{ $column }” is missing, so it cannot be loaded as “{ $kind }”. Please add the column and send it again.
sheets-refused-setting = The setting { $setting } is wrong: there is no such entry, only { $known }. An administrator has to correct it.
sheets-refused-setting-heading = The setting { $setting } says “{ $heading }”, which is no heading of sheet “{ $sheet }”. An administrator has to correct the setting, or the sheet has to use that heading.

## What a sheet is, and what would come of it

sheets-kind-roster = a roster (units, people, e-stations, facilities)
sheets-kind-items = popular science items
sheets-kind-app-shares = shares counted by the official app
sheets-read = “{ $name }” is { $kind }: { $sheets } { $sheets ->
    [one] sheet
   *[other] sheets
}, { $rows } { $rows ->
    [one] row
   *[other] rows
}.
sheets-column = column { $number }
sheets-dropped = Phone and ID numbers are not needed; these columns were not read: { $names }.
sheets-unused = Columns that were not used: { $names }.
sheets-skipped = Rows that are no data (totals, notes): { $names }.
sheets-left-out = Sheets that were not used: { $names }.
sheets-and-more = { $names } and more ({ $count } in all)
sheets-remarks = Please note:
sheets-remark = Row { $row }: { $text }
sheets-remark-of = “{ $sheet }”, row { $row }: { $text }
sheets-listed = { $text }: { $names }
sheets-more-listed = { $text }: { $names } … { $count } in all, see the attached sheet.
sheets-more = … { $count } more; all of them are in the attached sheet.
sheets-mend = { $count } { $count ->
    [one] entry has
   *[other] entries have
} to be mended first. Please mend it and send the file again; nothing was changed.
sheets-nothing-new = This is what is recorded already; nothing would change.
sheets-remarks-title = Remarks
sheets-remarks-sheet = Sheet
sheets-remarks-row = Row
sheets-remarks-text = Remark
sheets-remarks-serious = Must be mended
sheets-remarks-yes = yes
