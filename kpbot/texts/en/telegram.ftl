# Telegram: alarms for operators, what check finds, one sentence for groups, and the commands listed at «/».

telegram-token-refused = Telegram no longer accepts the bot's token (it was revoked or replaced, or telegram.api_root is wrong). The bot has stopped on Telegram; what it owes is kept. Get a new token from BotFather, put it into KPBOT_TELEGRAM__TOKEN and restart kpbot.
telegram-two-instances = Another program receives messages with the same token. This one stands aside and looks again every ten minutes. Stop the one too many; if it is not yours, have BotFather replace the token.
telegram-alone-again = No other program receives messages any more; this one goes on.
telegram-webhook-refused = Telegram does not accept the webhook's address: { $reason }. Check web.public_url (https, reachable from outside), or set telegram.mode to polling.

telegram-sees-little =
    In this group I only see commands that start with "/" and replies to me, no links and no pictures. So please share by the buttons and report with /report.
    To let me see them, make @{ $bot } an administrator; a single right will do, such as pinning messages.

check-telegram-account = Telegram: the token is valid, the bot is @{ $bot }.
check-telegram-token = Telegram does not accept the bot's token: it is mistyped, or was revoked or replaced. Get the present one from BotFather and put it into KPBOT_TELEGRAM__TOKEN (telegram.token), without spaces around it. With a server of your own, see to telegram.api_root as well.
check-telegram-away = Telegram cannot be reached: { $reason }. Check the network; if a proxy is needed, set telegram.proxy.
check-telegram-waiting = Telegram: messages can come, { $count } are waiting.
check-telegram-told-to-wait = Telegram was asked too often and wants { $seconds } seconds of rest, so not everything was checked. Run kpbot check again after that.
check-telegram-webhook-address = telegram.mode is webhook, but web.public_url is no https address, so Telegram has nowhere to bring messages. Set it, or set telegram.mode to polling.
check-telegram-webhook-other = Telegram brings messages to another address at { $host }, not here ({ $wanted }). Restart kpbot serve, which registers it again; if it changes back, another program uses the token.
check-telegram-webhook-missing = Telegram does not know yet where to bring messages. Run kpbot serve, which registers it; if it is running, read its log.
check-telegram-webhook-left = Telegram still brings this token's messages to { $host } (a webhook), so they cannot be fetched. kpbot serve removes it; if it comes back, another program uses the token.
check-telegram-webhook-error = Telegram fails to bring messages: { $reason }; { $count } are waiting. Check the reverse proxy and its certificate; for a 403 restart kpbot serve, which registers the secret again.
check-telegram-groups-unseen = Telegram: only the first { $seen } groups were checked, { $count } were not.
check-telegram-group = Telegram group "{ $title }": the bot sees messages and may write.
check-telegram-group-sees-little = Telegram group "{ $title }": the bot sees only commands and replies. Make it an administrator, or turn off privacy mode with BotFather and add it again.
check-telegram-group-silenced = Telegram group "{ $title }": the bot may not write. Have the group's owner lift the restriction.
check-telegram-group-gone = Telegram group "{ $title }": the bot is not in the group any more. Add it again if it should be.

telegram-command-today = Today's three
telegram-command-share = Record shares, as in /share 1 3
telegram-command-report = Report an event
telegram-command-events = Events I reported
telegram-command-board = Bulletin board changed
telegram-command-books = Books changed
telegram-command-screen = Screen changed
telegram-command-me = My shares
telegram-command-to = Where I usually share to
telegram-command-copy = Today's texts, ready to paste
telegram-command-card = Today's items as pictures to forward
telegram-command-away = Leave of absence
telegram-command-join = Join with a unit's code
telegram-command-link = Link another account of mine
telegram-command-mydata = What is stored about me
telegram-command-lang = Language
telegram-command-help = What can be done here
telegram-command-digest = Digest
telegram-command-confirm = Who waits for confirmation
telegram-command-boards = State of the facilities
telegram-command-review = Items that wait for a decision
telegram-command-add = Add a page, as in /add ADDRESS
telegram-command-recall = Recall an item
telegram-command-import = Load a sheet
telegram-command-for = Enter something for an officer
telegram-command-pause = Pause pushes to this group
telegram-command-resume = Resume pushes to this group
