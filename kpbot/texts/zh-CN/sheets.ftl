## Sheets that cannot be read

sheets-refused-too-large = 这个文件超过 { $limit } MB，太大了。请删去图片，或只留要导入的那张表，再发一次。
sheets-refused-bomb = 这个文件展开后大得不正常，没有读取。请在表格软件里新建一个文件，把内容复制过去，再发一次。
sheets-refused-too-much = 这张表太大，读不完。请只留要导入的行和列（表格下方、右侧的空白也删掉），另存后再发一次。
sheets-refused-too-many-rows = 表里超过 { $limit } 行，太多了。请分成几个文件发。
sheets-refused-too-many-columns = 表里超过 { $limit } 列，太多了。请只留要导入的列，再发一次。
sheets-refused-too-many-sheets = 文件里超过 { $limit } 张工作表，太多了。请只留要导入的几张，再发一次。
sheets-refused-password = 这个文件加了密码，打不开。请取消密码，另存后再发一次。
sheets-refused-broken = 这个文件打不开，可能没有存好或没有传完。请在表格软件里打开它，另存为 .xlsx 再发一次。
sheets-refused-picture = 这是一张图片，不是表格。请发 Excel（.xlsx、.xls）或 CSV 文件。
sheets-refused-pdf = 这是 PDF，不是表格。请发 Excel（.xlsx、.xls）或 CSV 文件。
sheets-refused-document = 这是文字文档或演示文稿，不是表格。请把表格复制到 Excel 里，存为 .xlsx 再发一次。
sheets-refused-packed = 这是压缩包，不是表格。请解压后只发里面的表格文件。
sheets-refused-old-xml = 这是“XML 表格”格式，读不了。请用 Excel 或 WPS 打开它，另存为 .xlsx 再发一次。
sheets-refused-web-page = 这个文件其实是网页，里面没有表格。请用 Excel 或 WPS 打开它，另存为 .xlsx 再发一次。
sheets-refused-not-a-sheet = 这个文件不是表格。请发 Excel（.xlsx、.xls）或 CSV 文件。
sheets-refused-empty = 这个文件里没有内容。请检查是不是发错了文件，或内容都在隐藏的工作表里。
