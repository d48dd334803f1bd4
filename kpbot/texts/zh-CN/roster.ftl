# 导入名册：预览、逐行说明、导入结果。

roster-summary-faults = 有 { $count } 处要先改好才能导入，见下面的逐行说明。现在什么都没有改动。
roster-would-nothing = 没有要改动的：表里的都已经登记了。
roster-would-regions = · 新建乡镇（地区）{ $count } 个
roster-would-units = · 新增单位 { $count } 个
roster-would-people = · 新增科普信息员 { $count } 人
roster-would-coordinators = · 新增协调员 { $count } 人
roster-would-stations = · 新增 e 站 { $count } 个
roster-would-facilities = · 新增设施 { $count } 处
roster-would-changed = · 改动已有登记 { $count } 处
roster-would-ended = · 卸任 { $count } 人
roster-untouched = 已经登记、不用动的有 { $count } 项。
roster-missing = 系统里有、表里没有的：单位 { $units } 个，信息员 { $people } 人。不会删，也不会动。
roster-done = 名册已经导入：
roster-done-nothing = 表里的都已经登记过了，没有改动。

roster-filled = 有 { $count } 行没写全所在地，按上一行的算。
roster-missing-units = 系统里有、表里没有的单位 { $count } 个（不动）：{ $names }
roster-missing-people = 系统里有、表里没有的信息员 { $count } 人（不动）：{ $names }
roster-new-units = 新增的单位 { $count } 个：{ $names }

roster-bad-day = 日期“{ $cell }”看不懂，请写成 2026-03-05 或 2026年3月5日。
roster-bad-yes = “{ $cell }”看不出是还是否，按没有写处理。请写“是”或“否”。
roster-bad-name = “{ $cell }”不像一个姓名，请改成姓名，20 个字以内；几个人用顿号隔开。
roster-number-in-name = 姓名格里的号码已经去掉。手机号、身份证号我们都不收。
roster-too-many = 数量“{ $cell }”太大，请核对；同一种设施一个单位最多 50 处。
roster-facility-kind = 看不出“{ $cell }”是哪种设施，请写明宣传栏、图书角或大屏。
roster-no-unit = 这一行没有写单位。请填上村、社区或学校的名字。
roster-unit-kind = 看不出“{ $name }”是村、社区还是学校。请加一列“单位类型”，写上村、社区或学校。
roster-unit-kind-twice = “{ $name }”的单位类型和前面写的不一样，按前面的算。
roster-demonstration-twice = “{ $name }”是不是示范单位，和前面写的不一样，按前面的算。
roster-which-county = “{ $name }”可能是几个县区，请写全称。
roster-which-township = “{ $name }”可能是几个乡镇，请写全称。
roster-which-township-of-unit = 有几个乡镇都有“{ $name }”，请填上乡镇。
roster-which-city = 还没有县区“{ $name }”，也看不出它属于哪个市。请加一列“市”。
roster-no-city = 系统里还没有城市，请先运行 kpbot init，再导入名册。
roster-needs-county = 看不出是哪个县区，请加一列“县区”，每行填上。
roster-county-not-yours = “{ $name }”不在您负责的地区里，请把这些行去掉，或者交给那里的协调员导入。
roster-no-county = 没有县区“{ $name }”，请核对写法。新建县区要由系统管理员来办。
roster-coordinator-not-yours = 任命协调员要由系统管理员来办，请把这一行去掉。
roster-twice = { $name }在第 { $row } 行已经有了，这一行不重复算。
roster-waits = { $name }已经申请加入，正等您确认，请发送 /confirm。
roster-left-unknown = { $name }没有登记过，也已经离任，不用登记。
roster-left-aside = { $name }的姓名后面注明已经不在任，按 { $day } 卸任登记。日期不对，请在“离任时间”一列写上。
roster-ended-before = { $name }的这个岗位 { $day } 已经结束，没有重新登记。确实又上岗了，请填上那天以后的任职时间。
roster-same-name = { $places }都有{ $name }，先当作几个人登记。如果是同一个人，几个码可以由同一个账号使用。
