# QQ 官方机器人：给运维的人看的警报和 check 的结论，链接发不出去时的一句说明。

qq-keyboards-refused = QQ 没有让机器人发按钮（错误码 { $code }），这一天里只用数字，明天再试。请到 q.qq.com 申请 Markdown 和自定义按钮的权限，或者把 qq.keyboards 改成 false。
qq-links-refused = QQ 不让发这些网址：{ $hosts }，已经改成不带链接的文字发出。请到 q.qq.com 的“开发设置”，在“消息 URL 配置”里登记。
qq-links-left-out = （QQ 还没有放行这里的网址，所以没有带链接。）

check-qq-account = QQ：账号有效，机器人是“{ $bot }”。
check-qq-secret = QQ 不认 AppID 或 AppSecret：{ $reason }。请到 q.qq.com 的“开发设置”核对，改好 qq.app_id 和 KPBOT_QQ__SECRET，再重启 kpbot。重置过 AppSecret 的，回调地址也要重新保存一次。
check-qq-away = 连不上 QQ：{ $reason }。请检查网络，需要代理的话填 qq.proxy。
check-qq-clock = 这台机器的时钟和 QQ 差 { $seconds } 秒，差到五分钟，送来的消息就会被当成旧的拒收。请打开时间同步（例如 timedatectl set-ntp true）。
check-qq-stranger = QQ 不认本机的网络地址。请到 q.qq.com 的“开发设置”，把本机的公网地址加进“IP 白名单”。
check-qq-refused = QQ 拒绝了机器人，错误码 { $refusal }。请到 q.qq.com 看机器人是不是已经上线，有没有被停用。
check-qq-callback-address = QQ 没有地方送消息：web.public_url 要填外面能访问的 https 网址，端口只能是 80、443、8080 或 8443。
check-qq-callback = QQ 的回调地址应当是 { $address }。QQ 不提供查询，请到 q.qq.com 的“开发设置 - 回调配置”核对，并勾选群聊、单聊和互动三类事件；点“保存”时 QQ 会当场验证。
check-qq-push = QQ：有 { $count } 个群让机器人主动发言。
check-qq-push-refused = QQ：有 { $count } 个群不让机器人主动发言（{ $names }）。今日三条会等到当天有人在群里 @ 机器人时再发。请群主在机器人资料页打开“允许主动发言”，没有这个开关的，只能每天 @ 一次。
check-qq-push-unknown = QQ：有 { $count } 个群还不知道让不让机器人主动发言，下次推送时会试。
check-qq-links = QQ 不让发这些网址：{ $hosts }，消息是不带链接发出去的。请到 q.qq.com 的“开发设置 - 消息 URL 配置”登记。
check-qq-keyboards = QQ 没有让机器人发按钮（错误码 { $refusal }），大家看到的是数字。请到 q.qq.com 申请 Markdown 和自定义按钮的权限，或者把 qq.keyboards 改成 false。
