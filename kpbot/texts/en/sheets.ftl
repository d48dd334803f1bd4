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
