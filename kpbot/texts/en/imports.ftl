## kpbot import

imports-about = Load a sheet you have already: shown first, loaded when you agree, all of it or nothing
imports-kind = Which kind: roster (units, people, e-stations, facilities), items, or app-shares (counted by the official app)
imports-file = The sheet: .xlsx, .xls, .ods or .csv
imports-yes = Don't ask, load it (for scripts)
imports-region = Change only what is in this region and below, such as 北镇市
imports-report = Write all remarks into a sheet
imports-unreadable = { $file } cannot be read ({ $reason }). Please check the name, or try another folder.
imports-no-region = There is no region called “{ $path }”; kpbot region list shows those there are. Nothing was changed.{ $names }
imports-regions = “{ $path }” may be several regions: { $names }. Please give the whole path. Nothing was changed.
imports-which-column = In sheet “{ $sheet }”, which column is “{ $column }”?
imports-no-column = no such column
imports-number = Please enter the number
imports-more-listed = { $text }: { $names } … { $count } in all. Add --report FILE.xlsx to see them.
imports-more = … { $count } more. Add --report FILE.xlsx to see all of them.
imports-reported = The remarks are in { $file }
imports-mend = Something has to be mended first, so nothing was changed. Please correct the sheet and run this again.
imports-agree = Load it like this?
imports-yes-or-no = Please answer y or n.
imports-say-yes = Nothing was changed. If it looks right, run this again with --yes.
imports-nothing = Nothing was changed.
imports-changed = Somebody has changed these records meanwhile, and the outcome would differ from what was shown, so nothing was changed. Please run this again.
imports-document = The file that came out of it is { $file }
