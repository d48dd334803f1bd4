role-officer = officer
role-coordinator = coordinator
post-state-pending = waits for a word
post-state-active = held
post-state-ended = ended
post-state-refused = refused
post-state-merged = put together with your other registration
private-way = { $way ->
    [link] press the button below
   *[profile] tap my picture → message
}
private-please = Please do this in the private chat with me: { private-way } and send the command again there.
place-unknown = “{ $name }” was not found in your region. Please write more of it, such as COUNTY/UNIT. In other regions the coordinator there can do it.
place-several =
    “{ $name }” may be one of these; please write more of it and send it again:
    { $names }

join-in-private-first = Joining is done in the private chat: { private-way }, and send /join and your code there.
join-in-private = Let us do this in our private chat; I have written to you there.
join-how = Please send /join and your code, such as /join ABCD-2345. The coordinator at your science association has the codes.
join-as-officer = an officer
join-as-coordinator = a coordinator
join-notice =
    This code makes you { $what } of { $place }. Before you join, this is what will be stored:
    · Stored: the name you want to go by, your account on this platform, the shares, events and renewals you report, and a log of what you did.
    · Not stored: identity numbers, phone numbers, and what people say in groups.
    · Who sees it: the coordinators of your region and of those above it, and the operator. Nobody is ranked.
    · At any time: /mydata shows you all of it, /forgetme deletes you.
    Do you agree?
join-also = Do you want to be { $what } of { $place }? Your name stays as it is, and so do your other posts.
join-button-yes = I agree
join-button-no = I do not
join-button-also = Yes
join-button-not = No
join-declined = All right, nothing was stored. If you want to join later, send /join and the code again.
join-not-also = All right, nothing was changed.
join-again = This step is over. To join, please send /join and your code again.
join-name-ask = Thank you. What shall we call you? Choose the name below or type one.
join-name-ask-plain = Thank you. What shall we call you? Please type a name.
join-button-name = “{ $name }” is fine
join-name-empty = There are no letters in this. Please type a name.
join-name-long = This name is too long; at most { $limit } characters, please.
join-name-number = No numbers, please: we take neither phone nor identity numbers. A name will do.
join-already = You hold this post of { $place } already. Send /help to see what you can do.
join-waits = You have asked to join { $place } and a coordinator will confirm it.
join-asked = { $name }, a coordinator has been asked to confirm you for { $place }. I will tell you here.
join-asked-nobody = { $name }, you have asked to join { $place }. No coordinator can be reached just now; please tell your science association that one should send /confirm.
join-coordinator = { $name }, you are now a coordinator of { $place }. Send /help to see what you can do.
join-confirmed = Good news: you are now an officer of { $place }. Send /help to see what you can do.
join-refused = The coordinator did not accept you for { $place }. If you have questions, please ask your science association. /forgetme deletes what is stored about you.

confirm-asked = { $name } wants to be an officer of { $place }.
confirm-asked-handover = { $name } wants to take over as officer of { $place }. Once confirmed, the present officer's post ends.
confirm-button-yes = Confirm
confirm-button-no = Refuse
confirm-button-yes-name = Confirm { $name }
confirm-button-no-name = Refuse { $name }
confirm-done = ✅ { $name } (officer of { $place }): confirmed by { $by }.
confirm-refused = { $name } (officer of { $place }): refused by { $by }.
confirm-already = { $by } has confirmed { $name } already.
confirm-already-refused = { $by } has refused { $name } already.
confirm-withdrawn = This request was withdrawn.
confirm-none = Nobody waits for your word.
confirm-list = { $count ->
        [one] One person waits
       *[other] { $count } people wait
    } for your word:
confirm-line = · { $name }, { $place }
confirm-more = { $count } more; send /confirm again after these.

leave-no-post = You hold no post.
leave-which = Which post do you want to leave?
leave-ask = Do you want to leave your post at { $place }? Your records stay with the post, and the coordinators hear that it is vacant. To pass it on to somebody, use /handover.
leave-button-yes = Leave it
leave-button-no = Stay
leave-kept = All right, nothing was changed.
leave-done = Your post at { $place } has ended. Thank you for your work! To delete what is stored about you, send /forgetme.
vacancy-officer = { $name } has left; { $place } has no officer now. Print a unit code with /code to let somebody join.
vacancy-officers-left = { $name } has left; { $place } has other officers.
vacancy-coordinator = { $name } is no longer a coordinator of { $place }.
vacancy-officer-nameless = The officer's post at { $place } is vacant. Print a unit code with /code to let somebody join.
vacancy-officers-left-nameless = An officer's post at { $place } is vacant; there are other officers.
vacancy-coordinator-nameless = A coordinator's post of { $place } is vacant.

handover-how = Which unit? Send /handover and its name, such as /handover COUNTY/UNIT
handover-which = Which post do you want to hand over?
handover-passed-on = The coordinators know that you want to hand over { $place }. They will give a code for your successor; until the successor is confirmed the post is yours.
handover-nobody = You want to hand over { $place }. No coordinator can be reached just now; please tell your science association.
handover-asked = { $name } wants to hand over the officer's post of { $place }. Choose below, and I send the successor's code to you and to { $name }.
handover-button-give = Send the code
handover-button-from = From { $name }
handover-whose = { $place }: who hands over?
handover-vacant = { $place } has no officer, so there is nothing to hand over. Print a unit code with /code unit to let somebody join.
handover-given = The handover code for { $name } ({ $place }) was sent out by { $by }.
handover-code =
    Handover code of { $place }: { $code }
    Good for 30 days. The successor sends in the private chat with me: /join { $code }
    Once the successor is confirmed, the post of { $name } ends; the records stay.
handover-code-officer =
    Handover code of { $place }: { $code }
    Good for 30 days. Pass it on to your successor, who sends in the private chat with me: /join { $code }
    Once the successor is confirmed, your post ends; your records stay.
handover-ended = This post has ended already.
handover-over = { $name } is now the officer of { $place }; your post ends today. Thank you for your work!

away-no-post = You hold no post, so you need no leave.
away-ask = How many days, from today on? Or write the days, such as /away 12-01 to 12-05
away-how = Write /away 3 days, or /away 12-01 to 12-05. When you are back: /away end
away-is = You are on leave from { $since } to { $until }. To change it, choose again (from today on); when you are back, choose “End”.
away-button-days = { $days ->
        [one] 1 day
       *[other] { $days } days
    }
away-button-end = End
away-done = Noted: on leave from { $since } to { $until }. You are not reminded meanwhile, and those days count as not known, not as missed.
away-ended = Welcome back, your leave has ended.
away-none = You are not on leave.
away-unclear = I could not read the days. Please write /away 3 days, or /away 12-01 to 12-05
away-too-long = At most { $days } days at a time. For longer, please ask a coordinator about a handover (/handover).
away-past = Those days are over. A leave is for today or later; please look at the dates again.

behalf-how = Write /for NAME /share 1 2: the name, then the command. The record says that you entered it.
behalf-nobody = No officer called “{ $name }” was found in your region. The unit's name will do as well, such as /for UNIT /share 1
behalf-which = Which “{ $name }”?
behalf-too-many = Too many are called “{ $name }”; please write the full name or the unit's.
behalf-not-so = This cannot be done for somebody else. What can: /share, /report, /board, /away and the like, the daily records of officers.
behalf-not-yours = This officer is not in your region; the coordinator there can do it.
behalf-over = This is over (the post ended or is not in your region any more). Please start again.

register-line = · { $place }: { $name }
register-more = { $count } more are not listed.
register-name-long = This name is too long; at most { $limit } characters, please.
register-there = { $place } has “{ $name }” already.
station-how = To register a station: /station UNIT NAME
station-list = Stations in your region: { $count }
station-done = Registered: “{ $name }” at { $place }.
facility-how = To register a facility: /facility UNIT KIND NAME, where the kind is board, books or screen.
facility-list = Facilities in your region: { $count }
facility-done = Registered: “{ $name }” at { $place }.
facility-kind-board = Bulletin board
facility-kind-books = Bookshelf
facility-kind-screen = Screen

mydata-nothing = Nothing about you is stored here.
mydata-head = All that is stored about you. Name: { $name }
mydata-language = Language: { $own }; where you usually pass items on: { $destination }
mydata-consent = You agreed on { $at }
mydata-account = Account: { $platform } { $user }
mydata-posts = [Posts] { $count }
mydata-post = { $place }, { $role }, { $state }, since { $since }
mydata-until = {""}, until { $until }
mydata-away = ; on leave { $since } to { $until }
mydata-shares = [Shares] { $count }
mydata-links = [Short links] { $count }
mydata-link = “{ $title }” → { $where }: /s/{ $code }, good until { $until }
mydata-events = [Events] { $count }
mydata-upkeeps = [Renewals] { $count }
mydata-corrections = [Corrections] { $count }
mydata-log = [Log] { $count }
mydata-headcount = { $count ->
        [one] 1 person
       *[other] { $count } people
    }
mydata-withdrawn = {" "}(withdrawn)
mydata-passing = Deleted by itself after some days: { $talks } unfinished talks, { $messages } private messages from me to you.
mydata-how = To correct shares: /me. To delete all this: /forgetme.
mydata-to-wechat = WeChat group
mydata-to-moments = Moments
mydata-to-qq = QQ
mydata-to-weibo = Weibo
mydata-to-other = elsewhere
mydata-evidence-claimed = you said so
mydata-evidence-observed = seen in a group
mydata-evidence-reached = opened by others
mydata-evidence-imported = imported from the official app
mydata-evidence-spot-checked = spot-checked
mydata-corrected-gone = a record that is gone
mydata-corrected-share = “{ $name }”: { $change }
mydata-corrected = { $name }: { $change }
mydata-change = { $old } → { $new }
mydata-change-field = { $field } { $old } → { $new }
mydata-change-joiner = {"; "}
mydata-change-withdrawn = taken back ({ $what })
mydata-about = about
mydata-exact = exact
mydata-none = not given
mydata-field-title = title
mydata-field-kind = kind
mydata-field-day = day
mydata-field-part = time of day
mydata-field-headcount = headcount
mydata-field-approximate = precision of the headcount
mydata-field-station = station
mydata-field-state = state
mydata-field-destination = destination
mydata-field-answer = spot-check
mydata-act-station-add = Registered a station
mydata-act-facility-add = Registered a facility
mydata-act-behalf-share = On behalf: shares noted
mydata-act-behalf-me = On behalf: shares looked at or corrected
mydata-act-behalf-rep = On behalf: event reported
mydata-act-behalf-ev = On behalf: events looked at or corrected
mydata-act-behalf-board = On behalf: renewal of a bulletin board
mydata-act-behalf-books = On behalf: renewal of a bookshelf
mydata-act-behalf-screen = On behalf: renewal of a screen
mydata-act-behalf-away = On behalf: leave
mydata-act-link-code = Code to link an account
mydata-act-link-say = Code to link sent from an account
mydata-act-link-decline = Linking declined
mydata-act-account-link = Account linked
mydata-act-account-unlink = Account removed
mydata-act-person-merge = Two registrations put together
mydata-act-post-merge = Two equal posts put together
mydata-act-post-join = Joined a post by a code
mydata-act-post-roster = Post registered by a roster
mydata-act-post-taken-back = Post taken back, a new code made
mydata-act-roster-load = Roster loaded
mydata-act-code-invite = Personal code made
mydata-act-post-confirm = Confirmation for a post
mydata-act-post-refuse = Refusal for a post
mydata-act-post-handover-asked = Handover of a post asked for
mydata-act-post-hand-over = Handover code sent out
mydata-act-post-handed-over = Post handed over
mydata-act-post-leave = Leave
mydata-act-post-back = Leave ended
mydata-act-post-end = Post ended
mydata-act-person-consent = Agreed to what is stored
mydata-act-person-language = Language chosen
mydata-act-person-read-out = Own data read
mydata-act-person-forget = Deletion
mydata-act-code-make = Code printed
mydata-act-code-wrong = Wrong code sent
mydata-act-code-revoke = Code revoked
mydata-act-group-noted = Group noted for the first time
mydata-act-group-added = Bot added to a group
mydata-act-group-back = Bot back in a group
mydata-act-group-removed = Bot removed from a group
mydata-act-group-renamed = Group renamed
mydata-act-group-moved = Group upgraded
mydata-act-group-pause = Pushes to a group paused
mydata-act-group-resume = Pushes to a group resumed
mydata-act-group-language = Language of a group chosen
mydata-act-group-bind = Group bound
mydata-act-group-create = Group created by the bot
mydata-act-group-topic = Topic of a group chosen
mydata-act-share-withdraw = Share taken back
mydata-act-app-shares-load = Shares loaded from the official app's export
mydata-act-spot-answer = Spot-check answered
mydata-act-share-correct = Destination of a share corrected
mydata-act-event-report = Event reported
mydata-act-event-photos = Pictures added to an event
mydata-act-event-correct = Event corrected
mydata-act-event-withdraw = Event withdrawn
mydata-act-event-accept = Event accepted
mydata-act-event-return = Event returned
mydata-act-upkeep-add = Renewal noted
mydata-act-upkeep-correct = Day of a renewal corrected
mydata-act-upkeep-withdraw = Renewal taken back
mydata-act-upkeep-snooze = Reminder put off
mydata-act-upkeep-pause = Reminders paused
mydata-act-upkeep-resume = Reminders resumed
mydata-act-edition-approved = Items of a day approved
mydata-act-edition-skipped = Push of a day skipped
mydata-act-edition-swap = Item of a day swapped
mydata-act-item-approve = Reserve items approved
mydata-act-item-recall = Pushed item withdrawn
mydata-act-item-add = Item added
mydata-act-item-approved = Item approved
mydata-act-item-rejected = Item rejected
mydata-act-item-summary = Summary written for an item
mydata-act-item-topic = Topic of an item corrected
mydata-act-items-load = Items loaded from a sheet
mydata-act-region-set = Settings of a region changed
mydata-act-other = Something else

forgetme-ask =
    { $name }, do you want to be deleted? Then:
    · Emptied: your name, accounts, language and habits, addresses you sent, and my private messages to you. Your short links will no longer open.
    · Ended: the posts you hold. The coordinators hear that they are vacant.
    · Kept: the records of shares, events and renewals, without your name. Messages already in groups cannot be taken back.
    This cannot be undone. To see what there is, send /mydata first.
forgetme-button-yes = Delete me
forgetme-button-no = Stay
forgetme-kept = All right, nothing was changed.
forgetme-done = Done: your name and accounts are emptied. Thank you for your work. If you want to come back, ask a coordinator for a code and send /join.
