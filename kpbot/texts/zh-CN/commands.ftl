# 命令行：给装机和运维的人看。

commands-about = kpbot：在群里做科普的机器人。第一次用：先 kpbot demo 看看，再 kpbot init 安装，kpbot serve 运行。
commands-demo = 在浏览器里排练：不用账号，不联网
commands-serve = 运行机器人，全部功能在一个进程里
commands-work = 多开一个工作进程，与别的进程共用一个 PostgreSQL
commands-init = 第一次安装：问几个问题，写好设置，建好数据库
commands-migrate = 把数据库升级到本版本的结构
commands-code = 打印邀请码：群、单位、协调员
commands-export = 导出记录：分享、活动、设施更新、信息员
commands-feed = 内容来源
commands-job = 定时任务
commands-recount = 按分享记录重新统计每天的条数

commands-option-config = 设置文件，默认 config/kpbot.toml

commands-no-folder = 建不了数据文件夹：{ $reason }
commands-schema-empty = 数据库还是空的。请先运行：kpbot init（要从备份恢复，请运行：kpbot restore 文件）
commands-schema-old = 数据库是旧版本的结构。请先运行：kpbot migrate（升级前还没有备份的话，先换回旧版本备份一次）
commands-schema-unknown = 数据库的结构这个版本不认得，多半来自更新的 kpbot。什么也没有改动。请升级 kpbot；要留在这个版本，请恢复这个版本做的备份。
commands-migrated = 数据库已升级到本版本。
commands-recounting = 正在重新统计 { $what }（第 { $count } 天）
commands-recounted = 已按分享记录重新统计 { $days } 天。
commands-migrated-already = 数据库已经是本版本的结构，不用升级。
commands-database-away = 连不上数据库：{ $reason }
commands-cannot-write = 写不了文件 { $file }：{ $reason }
commands-bad-day = 日期要写成 2026-11-23 这样。
commands-bad-time = 时间要写成 2026-11-23T09:00 这样，没写时区按设置里的时区算。

commands-export-kind = 导出什么
commands-export-since = 从哪天起，含当天；默认从截止日那个月的1日起
commands-export-until = 到哪天止，含当天；默认到今天
commands-export-format = 格式：表格软件用 csv 或 xlsx，程序用 json
commands-export-output = 存成文件；不写时输出到屏幕，xlsx 存到当前文件夹
commands-export-lang = 表头用哪种语言，默认同设置
commands-export-backwards = 起始日期晚于截止日期。
commands-export-no-names = 读不到来源的名称，导出里写的是代号。原因：{ $reason }
commands-exported = 已导出 { $count } 条到 { $file }

commands-code-path = 地区或单位，例如 北镇市/闾阳镇/槐树村；能分清时，写一部分就行
commands-code-kind = 哪种群：officers 信息员群，public 公众群，coordinators 协调员群
commands-code-about-group = 绑定群用的码，七天内用一次
commands-code-about-unit = 单位里的人登记用的码，三十天内都能用，可以作废
commands-code-about-coordinator = 协调员登记用的码，二十四小时内用一次
commands-code-group = 绑定到“{ $place }”，{ $until } 前有效，只能用一次。把机器人拉进群，在群里发：/bind { $code }
commands-code-unit = “{ $place }”的人可以用它登记，{ $until } 前有效。本人私聊机器人发：/join { $code }
commands-code-coordinator = “{ $place }”的协调员用它登记，{ $until } 前有效，只能用一次。本人私聊机器人发：/join { $code }
commands-no-place = 没有找到“{ $path }”。请核对名称，或者先登记这个地方。
commands-which-place = “{ $path }”可能是下面几个地方，请写得再完整些：

commands-job-run = 现在就运行一个定时任务；同一次已经运行过的，不会再运行
commands-job-list = 列出定时任务：什么时候运行，上次和下次的时间
commands-job-name = 任务名称，用 kpbot job list 查看
commands-job-at = 按哪个时间运行，不能晚于现在，例如 2026-11-23T09:00；默认现在
commands-job-ran = 任务 { $name } 已处理（{ $count } 个时点）。要发的消息由运行中的 kpbot serve 发出。
commands-job-ahead = --at 不能晚于现在：还没到的时间不能提前运行，到时会自动运行。
commands-job-failed = 任务 { $name } 没有成功，原因见上面的日志。
commands-no-job = 没有叫“{ $name }”的任务。有这些：{ $names }
commands-job-column-name = 任务
commands-job-column-when = 时间
commands-job-column-last = 上次
commands-job-column-next = 下次
commands-job-often = 隔几分钟

commands-init-language = 机器人先用哪种语言
commands-init-city = 市的名称
commands-init-county = 县（市、区）的名称，可以写多次
commands-init-database = 数据库地址
commands-init-public-url = 别人从外面访问的网址，没有就不写
commands-init-time-zone = 时区
commands-init-approved-by = 由这位协调员一次审定自带的储备内容（本人要真的看过）
commands-init-yes = 不提问；没有写的用默认值
commands-init-replace = 允许改掉设置文件里已经写好的值（和 --yes 一起用）

commands-ask-language = 机器人先用哪种语言（中文 或 English）
commands-ask-city = 市的名称
commands-ask-county = 县（市、区）的名称，几个的话用顿号分开；没有就直接回车
commands-ask-database = 数据库地址（先用自带的 SQLite，直接回车就行）
commands-ask-public-url = 别人从外面访问的网址，例如 https://kp.example.cn；没有就直接回车
commands-ask-time-zone = 时区
commands-name-needed = 名称不能空着。
commands-name-bad = 名称里不能有“/”，最多 { $most } 个字。

commands-init-plan = 将要做这些：
commands-init-file-new = 新建文件 { $file }
commands-init-file-changed = 修改文件 { $file }，其他内容和注释都保留
commands-init-key = { $key }：{ $now } → { $then }
commands-init-places = 建好数据库，登记地区：{ $city }；下辖 { $counties }
commands-init-go = 开始吗？
commands-yes-or-no = 请回答 y（是）或 n（否）。
commands-init-would-change = 设置文件里已经写了别的值：{ $keys }。确实要改，请加上 --replace。
commands-init-cannot-edit = { $file } 的写法比较特别，不能自动修改。请手工改好再运行。
commands-nothing-shipped = 没有找到随程序带的设置文件，安装可能不完整，请重新安装。
commands-init-database-ready = { $count ->
    [0] 数据库已准备好，地区原来就有。
   *[other] 数据库已准备好，新登记了 { $count } 个地区。
}
commands-init-reserve = 自带的储备内容有 { $count } 条，还没有人审定。请一位协调员看一看：
commands-init-reserve-ask = 协调员都看过了，同意使用吗？（全文可以以后在预览里看；不同意就先不用）
commands-init-reserve-yes-or-no = 请先回答 y（同意）或 n（先不用）；姓名下一步再填。
commands-init-reserve-who = 这位协调员的姓名
commands-init-reserve-done = 储备内容都已审定。
commands-init-reserve-left = 储备内容有 { $count } 条等协调员审定，审定以前不会自动使用。看过以后再运行：kpbot init --reserve-approved-by 姓名
commands-init-reserve-approved = { $name }已审定 { $count } 条储备内容。
commands-init-next = 装好了。接下来：
    1. 运行机器人：kpbot serve
    2. { $city }的协调员私聊机器人登记：/join { $code }
       （24小时内有效，只能用一次；过期了再打印：kpbot code coordinator { $city }）
    3. 把机器人拉进群，打印群码再绑定：kpbot code group { $county } --kind officers

commands-unit = 登记和查看单位：社区、学校、村
commands-unit-add = 登记单位；还没有的乡镇、街道会一起建好
commands-unit-list = 列出登记过的单位
commands-unit-path = 从县写起，例如 北镇市/闾阳镇/槐树村，可以写多个
commands-unit-kind = 哪一类：community 社区，school 学校，village 行政村
commands-unit-demonstration = 是示范单位
commands-unit-added = 已登记：{ $path }
commands-unit-how = “{ $path }”要从县写起，至少两级，例如 北镇市/闾阳镇/槐树村。一个也没有登记。
commands-unit-no-region = 没有叫“{ $name }”的县或市，这次什么都没有登记。县在 kpbot init 里建；请核对“{ $path }”。
commands-unit-there = “{ $name }”已经登记过了，一个也没有新登记。请去掉“{ $path }”再试。
commands-unit-kind-community = 社区
commands-unit-kind-school = 学校
commands-unit-kind-village = 村
commands-unit-marked = （示范）

commands-region = 查看和设置地区：推送时间、时区、短链接
commands-region-list = 列出地区：级别、时区、推送时间、短链接
commands-region-set = 设置一个地区；没有写的不变
commands-region-path = 地区，例如 演示市/北镇市；能分清时，写一部分就行
commands-region-option-push-time = 几点推送（整点或半点），例如 09:30；写 inherit 就跟上一级
commands-region-option-time-zone = 时区，例如 Asia/Shanghai；下级地区一起改
commands-region-option-short-links = on 或 off：信息员有没有自己的短链接，下级地区一起
commands-region-level-city = 市
commands-region-level-county = 县
commands-region-level-township = 乡镇
commands-region-push = { $own ->
    [yes] { $at } 推送
   *[no] { $at } 推送（跟上级）
}
commands-region-links-on = 有短链接
commands-region-links-above = 有短链接（跟上级）
commands-region-links-off = 没有短链接
commands-region-done = 已设置：{ $line }
commands-region-same = 没有要改的：{ $line }
commands-region-nothing = 请写上要改什么：--push-time、--time-zone 或 --short-links。
commands-region-switch = --short-links 后面写 on 或 off，不能写“{ $given }”。
commands-region-on-above = “{ $above }”开着短链接，下级都跟着开。要关，请运行：kpbot region set { $above } --short-links off
commands-region-soon = kpbot 正在运行的话，推送时间和时区在十分钟内生效。
commands-region-honest = 短链接只统计打开次数，不记录是谁打开的；没有任何奖励，也请不要拿它排名或奖惩：微信会封掉“分享有奖”的域名。
commands-region-no-address = 还没有填 web.public_url，短链接先不会出现。请在设置里填上别人能打开的网址，再重启。

work-needs-postgresql = 多个工作进程要共用一个 PostgreSQL：请设置 database.url。只用一个进程时，运行 kpbot serve 就行。
