# 企业微信：应用消息里的几句话，和 kpbot check 的结论。

wecom-card-title = 请选择
wecom-card-more = 更多
wecom-card-closed = 已处理
wecom-card-below = 最新的在下面。
wecom-press-privately = 要记分享、要办事，请在企业微信里打开本应用，在那里点按钮或打字。
wecom-words-please = 语音、视频和位置我看不懂，请打字告诉我。要报活动，发“上报”；看今天的内容，发“今日”。

check-wecom-app = 企业微信：Secret 有效，应用是“{ $name }”。
check-wecom-refused = 企业微信不认这个应用（{ $reason }）。请核对 wecom.app.corp_id、agent_id 和 secret；代码是 60020 的话，请在管理后台应用页的“企业可信IP”里加上这台服务器的出口 IP。欠着的消息都留着。
check-wecom-away = 连不上企业微信：{ $reason }。请检查网络，需要代理的话填 wecom.app.proxy。
check-wecom-closed = 企业微信应用“{ $name }”已停用，发不出消息。请在管理后台启用。
check-wecom-nobody = 企业微信应用“{ $name }”的可见范围是空的，谁也收不到。请在管理后台应用页的“可见范围”里加上信息员和协调员。
check-wecom-callback = 企业微信：请在管理后台应用页“接收消息”的 URL 里填 { $address }。
check-wecom-callback-missing = 企业微信没有地方送消息：web.public_url 没有填。请填写外面能访问的网址，再在管理后台应用页“接收消息”的 URL 里填这个网址加 { $path }。
check-wecom-callback-insecure = 企业微信：“接收消息”的 URL 是 { $address }，没有用 https，签名和消息在路上看得到。请给 web.public_url 配上 https 网址。
check-wecom-clock = 这台机器的时钟和企业微信差 { $seconds } 秒，差到五分钟，送来的消息就会被当成旧的拒收。请打开时间同步（例如 timedatectl set-ntp true）。
check-wecom-group = 企业微信群推送：设置了 { $count } 个群（{ $names }）。推送地址好不好用，要发一条才知道。
