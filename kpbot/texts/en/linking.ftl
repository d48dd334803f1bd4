platform-telegram = Telegram
platform-rehearsal = the rehearsal room
platform-wechat = WeChat
platform-wecom = WeCom
platform-wecom-bot = the WeCom bot
platform-wecom-group = WeCom group
platform-qq = QQ

link-nobody = You are not registered, so there is nothing here to link to. If you have registered on another platform, send /link in the private chat there to get a code, then send here: /link CODE
link-code =
    Code: { $code }
    It works once, within 30 minutes. From your own other account (WeChat or QQ, for example) send me: /link { $code }
    I will then ask you here to confirm. Give this code to nobody: whoever is linked can act in your name.
link-code-group = You may also say it to me (with an @) in a group; every group has to be linked by itself.
link-groups = To use me in a group, send “/link” here to get a code, then say to me there (with an @): /link CODE. Once for each group; I know you from then on.
link-in-group =
    I cannot tell who you are in this group yet.
    If you are registered: { private-way }, send “/link” to get a code, come back and say to me (with an @): /link CODE. Once is enough.
    If you are not: ask a coordinator for a unit code and send in private: /join CODE
link-unknown = There is no such code. Send me /link from the account that is registered to get one, and check what you typed.
link-same = This account is yours already; there is nothing to link.
link-who = { $name } ({ $platform })
link-mine =
    This code was made by “{ $who }”. Once linked, your posts and records belong to that side, and both accounts count as one person.
    Choose “That is me” only if that account is yours too. If somebody asked you to send this, choose “No”.
link-button-mine = That is me
link-button-yes = Yes
link-button-no = No
link-go-there = Received. Now choose “Yes” where you got the code ({ $platform }), and the accounts are linked.
link-ask = Link “{ $name }” on { $platform } with you?
link-ask-group = Link the account that just sent the code in the { $platform } group “{ $group }” with you?
link-ask-some-group = Link the account in a { $platform } group that just said the code to you?
link-ask-nameless = Link the account that just sent the code on { $platform } with you?
link-ask-posts = That account is registered as { $name }, { $posts }. Once linked, the records of both are put together and the same share counts once.
link-post = { $role } of { $place }
link-ask-warning = Choose “Yes” only if that account is your own: once linked, it can act in your name and see your records.
link-over = This was decided before, or took too long. To link accounts, send /link for a new code.
link-declined = All right. Nothing was linked, nothing has changed.
link-refused = The side that made the code did not agree. Nothing has changed.
link-several = { $platform } ({ $count })
link-done = Linked. You now have { $count } accounts: { $platforms }. It does not matter where you record a share; the same one counts once. To remove an account, send /unlink from it.
link-done-there = Linked: here too you are { $name }. It does not matter where you record a share; the same one counts once. To remove this account, send /unlink here.

unlink-nobody = This account is not registered; there is nothing to remove.
unlink-last = This is your only account, so it cannot be removed. To delete all your data send /forgetme; to give up your post send /leave
unlink-sure = Remove the account you are writing from ({ $platform })? Your records and posts stay, and you go on with your other accounts; this one will not be known any more.
unlink-yes = Remove it
unlink-no = Keep it
unlink-stayed = All right, nothing was removed.
unlink-done = Removed: this account has nothing to do with you any more. Your records are there; go on from another account of yours.
