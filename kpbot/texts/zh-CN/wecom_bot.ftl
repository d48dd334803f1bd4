# 企业微信智能机器人（长连接）：给运维的人看的警报、check 的结论，以及按钮卡片的标题。

wecom-bot-choose = 请选择
wecom-bot-more = 更多选择

wecom-bot-refused = 企业微信不让智能机器人登录（错误码 { $code }）。机器人在企业微信上停下来了，欠着的消息都留着。请在企业微信管理后台打开这个机器人的“API 模式 → 长连接”，把 Bot ID 写进 wecom.aibot.bot_id、Secret 写进 KPBOT_WECOM__AIBOT__SECRET（wecom.aibot.secret），再重启 kpbot。
wecom-bot-kicked = 另有一个程序用同一个智能机器人（wecom.aibot.bot_id）连上了企业微信，这里被断开，先让开 { $minutes } 分钟再试。一个机器人只能有一条连接，请停掉多余的那一个；如果不是您自己开的，请在管理后台重新生成 Secret。

check-wecom-bot-connected = 企业微信智能机器人：从 { $since } 起一直连着。
check-wecom-bot-never = 企业微信智能机器人：配置里有，但是还没有连接过。请运行 kpbot serve，过一分钟再查。
check-wecom-bot-silent = 企业微信智能机器人：{ $seen } 以后再没有动静，kpbot serve 大概没有在运行。请启动它；如果在运行，请看它的日志。
check-wecom-bot-lost = 企业微信智能机器人：从 { $since } 起连不上，一直在重试。请检查服务器能不能访问 wecom.aibot.url（默认 openws.work.weixin.qq.com，443 端口）；需要代理的话填 wecom.aibot.proxy。
check-wecom-bot-kicked = 企业微信智能机器人：{ $since } 被另一条连接挤掉了。一个机器人只能有一条连接，请停掉用同一个 wecom.aibot.bot_id 的另一个程序；如果不是您自己开的，请重新生成 Secret。
check-wecom-bot-refused = 企业微信智能机器人：{ $since } 登录被拒绝（错误码 { $errcode }）。请核对 wecom.aibot.bot_id 和 wecom.aibot.secret（管理后台 → 智能机器人 → API 模式 → 长连接），改好后重启 kpbot serve。
check-wecom-bot-url = 企业微信智能机器人：连接的不是官方地址，而是 { $url }（wecom.aibot.url）。如果不是有意的，请删掉这一项。
