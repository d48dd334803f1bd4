# 科普内容表格：一行一条。

items-sheet-plan = 新增 { $new } 条，更新 { $changed } 条，{ $same } 条已经有了{ $faults ->
    [0] 。
   *[other] ；另有 { $faults } 行没法收，原因见下。
}
items-sheet-done = 已收下：新增 { $new } 条，更新 { $changed } 条{ $faults ->
    [0] 。可以选进本地区的“今日三条”。
   *[other] 。{ $faults } 行没有收，改好后把表格再发一次，已收的不会重复。
}
items-sheet-left-out = 没有收：{ $why }
items-sheet-there = 这个网页已经有了，不再重复收
items-sheet-review = 收下，但要协调员看过才用：{ $reason }
items-sheet-rejected = 收下，但不会使用：{ $reason }

# 表格里一行没有收的原因，要说清该怎么写。
feed-skip-row-title = 没有标题，请写上
feed-skip-row-long-title = 标题太长，请缩到 60 个字以内
feed-skip-row-summary = 摘要没写、太短或者和标题一样，请写 10 到 200 个字，说清讲了什么、该怎么做
feed-skip-row-long-summary = 摘要太长，请缩到 200 个字以内
feed-skip-row-link = 链接写得不对，请写 http:// 或 https:// 开头的完整网址；没有网页就空着
feed-skip-row-private-link = 链接是内部网络的，群里打不开，请换成公开的网址；没有就空着
feed-skip-row-topic = 主题不认识，请写其中一个：卫生健康、食品安全、生态环境、防灾减灾、农业农村、生活科学、航天天文、动物植物；或者空着
feed-skip-row-publisher = 来源太长，请只写单位或网站的名称，30 个字以内
feed-skip-row-day = 日期看不懂，请写成 2026-12-01 的样子；不限日期就空着
feed-skip-row-duplicate = 和前面的一行是同一条
feed-skip-sheet-unread = 这个文件读不出来，没有收
feed-skip-sheet-columns = 没有找到“标题”和“摘要”两列，请在第一行写上列名
feed-skip-sheet-many = 文件夹里的表格超过 30 个，只读最新的；请把用过的移走

# 放在表格旁边的说明，一行一个问题。$file 是文件名，$sheet 是工作表名，$row 是行号。
items-sheet-row = { $file } 第 { $row } 行 { $title }
items-sheet-report = 第 { $row } 行 { $title }：{ $why }
items-sheet-report-of = 工作表“{ $sheet }”第 { $row } 行 { $title }：{ $why }
