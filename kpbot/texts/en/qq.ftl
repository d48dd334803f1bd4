# QQ's official bot: alarms for operators, what check finds, one sentence where links cannot be sent.

qq-keyboards-refused = QQ did not let the bot send buttons (code { $code }). For a day there are only numbers, then it is tried again. Apply at q.qq.com for Markdown and custom buttons, or set qq.keyboards to false.
qq-links-refused = QQ does not let the bot send these addresses: { $hosts }. The text went out without links. Register them at q.qq.com, under development settings, message URLs.
qq-links-left-out = (QQ does not let this address through yet, so there is no link.)

check-qq-account = QQ: the account is valid, the bot is "{ $bot }".
check-qq-secret = QQ does not accept the AppID or AppSecret: { $reason }. Compare them with q.qq.com, development settings, set qq.app_id and KPBOT_QQ__SECRET, and restart kpbot. After a reset of the AppSecret the callback address has to be saved there once more.
check-qq-away = QQ cannot be reached: { $reason }. Check the network; if a proxy is needed, set qq.proxy.
check-qq-clock = This machine's clock and QQ's differ by { $seconds } seconds; from five minutes on its messages would be refused as old. Turn on time synchronization (such as timedatectl set-ntp true).
check-qq-stranger = QQ does not know this machine's network address. Add its public address to the IP list at q.qq.com, development settings.
check-qq-refused = QQ refused the bot with code { $refusal }. See at q.qq.com whether it is online, or was suspended.
check-qq-callback-address = QQ has nowhere to bring messages: web.public_url has to be an https address that is reachable from outside, on port 80, 443, 8080 or 8443.
check-qq-callback = QQ should call { $address }. QQ does not tell what is entered, so please compare it at q.qq.com, development settings, callbacks, and tick the events of groups, private chats and interactions; on saving QQ checks the address at once.
check-qq-push = QQ: { $count } groups let the bot write unasked.
check-qq-push-refused = QQ: { $count } groups do not let the bot write unasked ({ $names }). The day's three wait there until somebody mentions the bot. Have the group's owner allow it on the bot's profile page; where there is no such switch, one mention a day is what it takes.
check-qq-push-unknown = QQ: of { $count } groups it is not known yet whether the bot may write unasked; the next push will try.
check-qq-links = QQ does not let the bot send these addresses: { $hosts }. Messages go out without links. Register them at q.qq.com, development settings, message URLs.
check-qq-keyboards = QQ did not let the bot send buttons (code { $refusal }); people see numbers. Apply at q.qq.com for Markdown and custom buttons, or set qq.keyboards to false.
