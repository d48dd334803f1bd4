# kpbot check：哪里不对，怎么改。一条一行，给运维的人看。平台自己的写在平台的文件里。

check-about = 检查：哪里有问题，怎么改
check-option-online = 也从外面访问一下 web.public_url
check-option-fix = 平台那边能自动补上的（例如公众号的菜单），就补上
check-option-json = 输出 JSON，给程序用
check-option-adopt = 认定现在的数据文件夹就是对的，给它做上记号

check-summary = { $notes ->
    [0] 都正常。
   *[other] 没有要修的，有 { $notes } 处请留意。
}
check-summary-broken = 有 { $broken } 处要修，{ $notes } 处请留意。

check-settings = 设置：{ $file }，没有写错的。
check-settings-none = 设置：没有设置文件，用默认值和环境变量。
check-settings-wrong = 设置写错了：{ $problem }

check-folder = 数据文件夹 { $folder }：可以读写，还剩 { $gigabytes } GB。
check-folder-refused = 数据文件夹 { $folder }（data_dir）用不了：{ $reason }。请检查它是否存在、运行 kpbot 的用户能不能读写。
check-disk-full = 数据文件夹 { $folder } 所在的磁盘只剩 { $megabytes } MB，很快就什么也存不下了。请马上清理或扩容，或者搬到别处（data_dir）。
check-disk-scarce = 数据文件夹 { $folder } 所在的磁盘只剩 { $megabytes } MB。请安排清理或扩容。
check-folder-writable = 这台机器上谁都能改数据文件夹 { $folder }。请运行：chmod o-rwx { $folder }
check-folder-readable = 这台机器上的其他用户能看到数据文件夹 { $folder } 里的姓名和照片。请运行：chmod o-rwx { $folder }

check-mark = 数据文件夹和数据库是一套。
check-mark-none = 数据文件夹还没能做上记号，几台机器共用时查不出接错。
check-mark-missing = 数据文件夹 { $folder } 里没有这套数据库的记号，可能接错了，照片不在这里。几台机器要共用同一个文件夹：请检查 data_dir 和挂载；确实是它，就运行：kpbot check --adopt-folder
check-mark-other = 数据文件夹 { $folder } 是另一套 kpbot 的。请检查 data_dir、database.url 和挂载；确实是它，就运行：kpbot check --adopt-folder

check-font = 中文字体：{ $file }
check-font-none = 没有找到中文字体，图片里的字会变成方框。Debian、Ubuntu 上请运行：apt install fonts-wqy-microhei

check-address = 对外网址：{ $url }（没有试着访问，要试请加 --online）。
check-address-none = 没有填 web.public_url：自带的内容会整篇发到群里，不发链接。
check-address-private = 对外网址 { $url } 只有本机或内网打得开，群里的人打不开。请改成外面能访问的网址。
check-address-plain = 对外网址 { $url } 没有加密。请在前面加一个带证书的反向代理，改成 https。
check-address-reached = 对外网址 { $url } 打得开。
check-address-unwell = 对外网址 { $url } 打得开，但 kpbot 说自己有毛病。请看 { $url }/healthz
check-address-other = { $url }/healthz 的回答不对（{ $status }），可能不是 kpbot。请检查反向代理。
check-address-unreached = 对外网址 { $url } 打不开：{ $reason }。请检查 kpbot serve 是否在运行，以及域名、反向代理和防火墙。

check-database = 数据库（{ $engine }）：连得上，结构是本版本的。
check-database-away = 连不上数据库：{ $reason }。请检查数据库服务是否在运行，以及 database.url（KPBOT_DATABASE__URL）里的主机、库名、用户和密码。
check-database-file = 数据库文件用不了：{ $reason }。请检查磁盘空间、运行 kpbot 的用户能不能读写这个文件和它所在的文件夹，以及 database.url（KPBOT_DATABASE__URL）。
check-database-empty = 数据库还是空的。请运行：kpbot init（要从备份恢复，请运行：kpbot restore 文件）
check-database-old = 数据库是旧版本的结构。请运行：kpbot migrate（升级前还没有备份的话，先换回旧版本备份一次）
check-database-unknown = 数据库的结构这个版本不认得，多半来自更新的 kpbot。请升级 kpbot；要留在这个版本，请恢复这个版本做的备份。
check-clock = 时钟和数据库服务器的一致。
check-clock-ahead = 本机的时钟比数据库服务器快 { $seconds } 秒。请打开时间同步（例如 timedatectl set-ntp true）。
check-clock-behind = 本机的时钟比数据库服务器慢 { $seconds } 秒。请打开时间同步（例如 timedatectl set-ntp true）。

check-roll-ups = 昨天各人分享的条数和分享记录对得上。
check-roll-ups-wrong = { $day } 有 { $count } 个岗位的条数和分享记录对不上，简报里的数字会不准，可能有人直接改过数据库。请运行：kpbot recount
check-jobs = 定时任务在运行。
check-jobs-never = 定时任务还没有运行过。请运行：kpbot serve
check-jobs-still = kpbot 现在没有运行，定时任务最后一次是 { $at }。请运行：kpbot serve
check-jobs-future = 定时任务记着将来的时间（{ $at }）：时钟曾经拨快过，或者现在慢了。到那时以前，任务不会运行。请先校准时钟；时钟没错的话，请恢复之前的备份，或等到那时。
check-outbox = 没有积压的消息。
check-outbox-stuck = 有消息等了 { $minutes } 分钟还没有发出去。请看 kpbot serve 的日志，检查平台的令牌和网络。
check-outbox-waiting = 有消息等了 { $minutes } 分钟，运行 kpbot serve 以后发出；过了时效的不再发。
check-outbox-struggling = 有 { $count } 条消息试过几次都没有发出去，还会再试。平台最后说的是：{ $reason }
check-outbox-unknown = 最近七天有 { $count } 条消息不知道发到了没有（发送时断了）。不会再发，以免重复。
check-outbox-failed = 最近七天有 { $count } 条消息没有发成。原因见日志和简报。

check-groups = 已绑定 { $count } 个群。
check-groups-none = 还没有绑定群。请运行 kpbot code group 地区 --kind officers 取群码，在群里发送：/bind 群码
check-groups-gone = 有 { $count } 个群再也发不进去（机器人被移出，或者群解散了）：{ $names }。需要的话请重新拉机器人进群。
check-groups-unbound = 有 { $count } 个群没有绑定，不会收到推送：{ $names }。请用 kpbot code group 取群码，在群里发送：/bind 群码
check-groups-leaderless = 有 { $count } 个地区没有协调员群，预览没有人看：{ $names }。请运行：kpbot code group 地区 --kind coordinators
check-zones = 时区：本机都认得。
check-zones-unknown = 本机不认得这些时区：{ $names }。请更新 tzdata。
check-links-no-address = 这些地区开了短链接，但没有填 web.public_url，信息员拿不到：{ $names }。请在设置里填上别人能打开的网址；或者关掉：kpbot region set 地区 --short-links off
check-links-on = 这些地区开了短链接：{ $names }。打开次数只作佐证，请不要奖励、排名：微信会封掉“分享有奖”的域名，链接就都打不开了。

check-sources = 内容来源：启用了 { $count } 个。
check-sources-wrong = 内容来源的文件用不了：{ $problem }
check-sources-none = 一个内容来源也没有启用，没有东西可推送。请在 feeds.toml 里启用。
check-sources-reserve-only = 只启用了自带的储备内容。请在 feeds.toml 里启用别的来源，用 kpbot feed add 添加新的。
check-source-trouble = 内容来源：{ $reason }
check-reserve = 储备内容：{ $count } 条已审定。
check-reserve-unapproved = 储备内容还没有审定，一条也不会用。请协调员看过以后运行：kpbot init --reserve-approved-by 姓名
check-reserve-waiting = 有 { $count } 条储备内容等协调员审定。看过以后运行：kpbot init --reserve-approved-by 姓名

check-day-undated = { choice-day-name }：calendar.toml 里没有 { $year } 年的日期，当年的通知下来后请补上一行。
check-calendar = 工作日历：今年和明年的放假安排都有。
check-calendar-next = 工作日历：今年的放假安排有；{ $year } 年的还没有，公布以后随升级带来。
check-calendar-provisional = 工作日历里没有 { $year } 年的放假安排，调休会算错。请升级 kpbot。

check-group-named-unbound = 设置里的群“{ $chat }”还没有绑定，收不到推送。绑定：kpbot group bind { $platform } { $chat } 地区或单位 --kind public（这种群听不到大家说话；群里是科普信息员的，改用 --kind officers，推送会请他们到别处去记）
check-group-not-in-settings = { $platform } 有 { $count } 个群绑定了，但设置里没有（{ $names }），发不进去，也不会推送。要接着用，请把 { $setting } 填回去，再重启 kpbot；不用了，可以不管。
check-platform-can = { $name }：{ $can }。
check-platforms-none = 没有设置任何聊天平台，机器人没有地方说话。请填写平台的令牌，例如 KPBOT_TELEGRAM__TOKEN。
check-platform-slow = { $name }：{ $seconds } 秒内没有回答。请检查网络后再试。
