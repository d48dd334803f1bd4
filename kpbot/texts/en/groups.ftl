group-called = { $place }: { $kind }
group-kind-officers = officers' group
group-kind-public = public group
group-kind-private = one-to-one
group-kind-coordinators = coordinators' group
group-gone = The bot can no longer write to the group “{ $title }” (it may have been removed). What was owed to that group will not be sent. If you need it there, please add the bot again.

greet-added =
    Hello everybody, I am the science bot.
    Each day I post three items of popular science here, and I keep the officers' records of shares, events and renewed boards.
    I do not store what you say to each other, and I do not join in.
    One step is missing: an officer of this unit or a coordinator of this region sends /bind CODE here. The coordinator at your science association has the codes.
greet-back = I am back. This group still belongs to { $place }; things go on as before.
greet-back-paused = I am back. This group belongs to { $place } and its pushes are paused; send /resume to start them again.
greet-hello = I am here. Send /help to see what you can do.
greet-unknown =
    Hello, I am the science bot. I help officers with the daily shares and with reporting events.
    To join, ask the coordinator at your science association for a unit code and send here: /join CODE
    So far nothing about you is stored.
greet-pending = Hello { $name }. You have asked to join and a coordinator will confirm it; I will tell you here.
greet-officer =
    Hello { $name }. Reminders and your own records come here from now on.
    Today's three items: /today. To report an event: /report. Everything else: /help.
greet-coordinator =
    Hello { $name }. To print unit codes: /code. Who waits for your word: /confirm. Everything else: /help.

bind-in-group = This is for groups: add me to the group, then send /bind CODE there.
bind-no-groups = I cannot join groups on this platform, so there is nothing to bind: officers talk to me here in private.
bind-how = This group is not bound yet. An officer of this unit or a coordinator of this region sends /bind CODE here. The coordinator at your science association has the codes.
bind-is = This is the { $kind } of { $place }. To bind it elsewhere, send /bind with a new code.
bind-is-paused = This is the { $kind } of { $place }; its pushes are paused. Send /resume to start them again.
bind-same = This group is bound to { $place } already. Nothing to do; the code is still good.
bind-here = All right: pushes, reminders and notices come here from now on.
bind-topic = Pushes, reminders and notices will come to this topic. To have them elsewhere, send /bind again in another topic; no code is needed.
bind-ask = This group is bound to { $old }. Bind it to { $new } instead?
bind-button-over = Change it
bind-button-keep = Leave it
bind-kept = All right, nothing was changed.
bind-done-officers = Done: this is the officers' group of { $place }. The three items of each day come here; after passing one on, note it with “Shared”.
bind-done-public = Done: this is the public group of { $place }. The three items of each day come here, without buttons and without reminders.
bind-done-coordinators = Done: this is the coordinators' group of { $place }. Previews, digests and what needs a decision come here.

pause-in-group = This is for groups: send /pause in the group that is to be left alone, and /resume to go on.
pause-done = All right, no pushes into this group for now. Send /resume to start them again.
pause-already = Pushes into this group are paused already. Send /resume to start them again.
resume-done = All right, pushes into this group go on.
resume-already = Pushes into this group are not paused.

lang-ask = Which language do you prefer? 我用哪种语言和您说话？
lang-ask-group = Which language in this group? 我在这个群里用哪种语言？
lang-done = All right, English from now on.
lang-done-group = All right, English in this group from now on.
lang-not-kept = All right. You have not joined yet, so the choice was not kept; set it again after joining.
lang-not-here = The language of the group is set by the coordinator who looks after it. For your own, send /lang in the private chat with me.
