# Telegram：给运维的人看的警报、check 的结论，群里的一句说明，输入“/”时列出的命令。

telegram-token-refused = Telegram 不认机器人的令牌了（可能被作废或换过，也可能 telegram.api_root 写错了）。机器人在 Telegram 上停下来了，欠着的消息都留着。请向 BotFather 取新的令牌，写进 KPBOT_TELEGRAM__TOKEN，再重启 kpbot。
telegram-two-instances = 另有一个程序在用同一个令牌收消息，这里先让开，每十分钟看一次。请停掉多余的那一个；如果不是您自己开的，请向 BotFather 换令牌。
telegram-alone-again = 又只有这一个程序在收消息了，照常收。
telegram-webhook-refused = Telegram 不接受 webhook 的地址：{ $reason }。请检查 web.public_url（要 https，外面能访问），或者把 telegram.mode 改成 polling。

telegram-sees-little =
    我在这个群里只看得到以“/”开头的命令和对我的回复，看不到大家发的链接和图片，所以分享请点按钮，上报请用 /report。
    想让我看得到，请群主把 @{ $bot } 设为管理员，权限只留一项就够，例如“置顶消息”。

check-telegram-account = Telegram：令牌有效，机器人是 @{ $bot }。
check-telegram-token = Telegram 不认机器人的令牌：写错了，或者被作废、换过。请向 BotFather 取现在的令牌，写进 KPBOT_TELEGRAM__TOKEN（telegram.token），前后不要有空格。用自建服务器的，也请检查 telegram.api_root。
check-telegram-away = 连不上 Telegram：{ $reason }。请检查网络，需要代理的话填 telegram.proxy。
check-telegram-waiting = Telegram：收消息的方式没有问题，有 { $count } 条等着取。
check-telegram-told-to-wait = Telegram 嫌问得太多，要等 { $seconds } 秒再问，所以没有查完。请到时再运行 kpbot check。
check-telegram-webhook-address = telegram.mode 是 webhook，但 web.public_url 没有填 https 网址，Telegram 没有地方送消息。请填写，或者把 telegram.mode 改成 polling。
check-telegram-webhook-other = Telegram 现在把消息送到 { $host } 的另一个地址，不是送给这里（{ $wanted }）。请重启 kpbot serve，它会重新登记；如果又变回去，就是另有程序在用这个令牌。
check-telegram-webhook-missing = Telegram 还不知道把消息送到哪里。请运行 kpbot serve，它会自己登记；如果已经在运行，请看它的日志。
check-telegram-webhook-left = Telegram 还把这个令牌的消息送到 { $host }（登记过 webhook），所以取不到消息。运行 kpbot serve 会自己取消；如果又出现，就是另有程序在用这个令牌。
check-telegram-webhook-error = Telegram 送消息时出错：{ $reason }，有 { $count } 条等着送。请检查反向代理和证书；是 403 的话，重启 kpbot serve，它会重新登记口令。
check-telegram-groups-unseen = Telegram：只查了前 { $seen } 个群，还有 { $count } 个没有查。
check-telegram-group = Telegram 群“{ $title }”：看得到消息，能发言。
check-telegram-group-sees-little = Telegram 群“{ $title }”：机器人只看得到命令和回复。请把它设为管理员，或者在 BotFather 关掉隐私模式后重新拉进群。
check-telegram-group-silenced = Telegram 群“{ $title }”：机器人被禁言。请群主解除限制。
check-telegram-group-gone = Telegram 群“{ $title }”：机器人不在群里了。需要的话请重新拉进群。

telegram-command-today = 今日三条
telegram-command-share = 记分享，例如 /share 1 3
telegram-command-report = 上报活动
telegram-command-events = 我上报的活动
telegram-command-board = 报宣传栏更新
telegram-command-books = 报图书角更新
telegram-command-screen = 报大屏更新
telegram-command-me = 我的分享记录
telegram-command-to = 我一般转发到哪里
telegram-command-copy = 今天三条的文字，复制就能发
telegram-command-card = 今天三条的图片卡片，转发就行
telegram-command-away = 请假
telegram-command-join = 用单位码加入
telegram-command-link = 关联我的另一个账号
telegram-command-mydata = 我的资料
telegram-command-lang = 语言
telegram-command-help = 能做什么
telegram-command-digest = 简报
telegram-command-confirm = 等着确认的人
telegram-command-boards = 设施情况
telegram-command-review = 待审的内容
telegram-command-add = 添加一个网页，例如 /add 网址
telegram-command-recall = 撤回一条内容
telegram-command-import = 导入表格
telegram-command-for = 替信息员代办
telegram-command-pause = 暂停这个群的推送
telegram-command-resume = 恢复这个群的推送
