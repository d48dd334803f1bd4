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

sheets-refused-no-coordinator = 您现在不是协调员，不能导入表格。请联系上一级协调员。
sheets-refused-no-kind = 现在没有可以导入的表格种类，请告诉管理员。
sheets-refused-no-headings = 没有找到表头，不知道哪一列是什么。请在第一行写上每一列的名称，再发一次（按“{ $kind }”来读的）。
sheets-refused-no-column = 缺少“{ $column }”这一列，不能当作“{ $kind }”导入。请补上这一列，再发一次。
sheets-refused-setting = 设置 { $setting } 有误：没有这个项目，只能是 { $known }。请管理员改正。
sheets-refused-setting-heading = 设置 { $setting } 里写的“{ $heading }”，在工作表“{ $sheet }”里找不到。请管理员改正设置，或在表里用这个名称。

## What a sheet is, and what would come of it

sheets-kind-roster = 名册（单位、人员、e站、设施）
sheets-kind-items = 科普内容
sheets-kind-app-shares = 官方App的分享记录
sheets-read = 《{ $name }》是{ $kind }，读到 { $sheets } 张工作表、{ $rows } 行。
sheets-column = 第 { $number } 列
sheets-dropped = 电话、身份证号不需要，这些列没有读取：{ $names }。
sheets-unused = 没有用到的列：{ $names }。
sheets-skipped = 没有当作内容的行（合计、说明等）：第 { $names } 行。
sheets-left-out = 没有用到的工作表：{ $names }。
sheets-and-more = { $names }等 { $count } 项
sheets-remarks = 请留意：
sheets-remark = 第 { $row } 行：{ $text }
sheets-remark-of = “{ $sheet }”第 { $row } 行：{ $text }
sheets-listed = { $text }：{ $names }
sheets-more-listed = { $text }：{ $names }……等 { $count } 个，见所附表格。
sheets-more = ……还有 { $count } 条，全部见所附表格。
sheets-mend = 有 { $count } 处要先改好才能入库。请改好后再发一次，现在什么也没有改。
sheets-nothing-new = 与现有记录一致，没有要改的。
sheets-remarks-title = 核对意见
sheets-remarks-sheet = 工作表
sheets-remarks-row = 行
sheets-remarks-text = 意见
sheets-remarks-serious = 必须改
sheets-remarks-yes = 是
