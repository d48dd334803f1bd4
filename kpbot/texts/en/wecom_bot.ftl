# WeCom's smart bot (long connection): alarms for operators, findings of check, and the title of a card with buttons.

wecom-bot-choose = Please choose
wecom-bot-more = More choices

wecom-bot-refused = WeCom refuses the login of the smart bot (error { $code }). The bot has stopped on WeCom; what it owes is kept. In WeCom's admin console open the bot's “API mode → long connection”, put its Bot ID into wecom.aibot.bot_id and its Secret into KPBOT_WECOM__AIBOT__SECRET (wecom.aibot.secret), then restart kpbot.
wecom-bot-kicked = Another program connected to WeCom as the same smart bot (wecom.aibot.bot_id), and this one was cut off; it stands aside for { $minutes } minutes and then tries again. A bot can have one connection only: please stop the other program; if it is none of yours, make a new Secret in the admin console.

check-wecom-bot-connected = WeCom smart bot: connected since { $since }.
check-wecom-bot-never = WeCom smart bot: it is in the settings but has never connected. Run kpbot serve, and check again after a minute.
check-wecom-bot-silent = WeCom smart bot: nothing was seen of it after { $seen }, so kpbot serve is probably not running. Start it; if it runs, look at its log.
check-wecom-bot-lost = WeCom smart bot: no connection since { $since }, it keeps trying. Check that this server can reach wecom.aibot.url (openws.work.weixin.qq.com, port 443, by default); if a proxy is needed, set wecom.aibot.proxy.
check-wecom-bot-kicked = WeCom smart bot: at { $since } another connection took over. A bot can have one connection only: please stop the other program that uses the same wecom.aibot.bot_id; if it is none of yours, make a new Secret.
check-wecom-bot-refused = WeCom smart bot: the login was refused at { $since } (error { $errcode }). Check wecom.aibot.bot_id and wecom.aibot.secret (admin console → smart bot → API mode → long connection), then restart kpbot serve.
check-wecom-bot-url = WeCom smart bot: it connects to { $url } (wecom.aibot.url), which is not the official address. If that is not meant, remove the setting.
