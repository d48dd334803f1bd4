day = { $weekday ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
} { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
list-joiner = {", "}
sent-privately = Sent to our private chat.
open-private-first = To get it for yourself alone, open a private chat with me first: { private-way } and say hello.

destination-wechat = WeChat group
destination-moments = WeChat Moments
destination-qq = QQ
destination-weibo = Weibo
destination-other = elsewhere
destination-ask = Where do you usually pass items on to? Every “Shared” will be noted as that; you can change it at any time. Now it is: { $now }.
destination-chosen = Fine. From now on every “Shared” is noted as: { $where }.

share-recorded = { $done } of { $need } noted ({ $where })
share-enough = { $done } of { $need } noted ({ $where }). Done for today, thank you!
share-again = That one is noted already. Today: { $done } of { $need }.
today-not-registered = Each region has its own three, and this account is not registered. To join, ask your local coordinator for a unit code and send in the private chat with me: /join CODE
share-no-edition = Today’s three have not been pushed yet. Come back once they are here.
share-which = Which ones did you share? Send /share and their numbers, such as: /share 1 3 (today there are { $count }).
share-not-so-many = { $today ->
    [yes] Today
   *[no] That day
} there { $count ->
    [one] is only one item
   *[other] are only { $count } items
}; there is no number { $numbers }.
share-unknown-address = No item with that address was found. Only items that were pushed or added can be noted; please check the address.
share-address-which = Which of the items of { $day ->
    [today] today
   *[other] { $day }
} are in that post? Send it again with { $day ->
    [today] their numbers, for example: /share 1 ADDRESS
   *[other] the day and their numbers, for example: /share { $date } 1 ADDRESS
} (there are { $count }).
share-address-ask = This is the address of a public post ({ $where }). Which of the items of { $day ->
    [today] today
   *[other] { $day }
} is in it? Reply with its number.
share-address-item = { $number }. “{ $title }”
share-address-noted = The address is noted too; a coordinator can look at it in a spot-check.
share-address-short = This is a short link of Weibo’s, which does not say which post it is, so nothing was noted. Open the post, choose “…” → “copy link”, and send me the address that begins with weibo.com or m.weibo.cn.
share-address-added = The address of { $titles } ({ $where }) is noted.
share-address-again = This address was noted already. To see or change it, send /me
share-address-no-day = There are no items of { $day } that could still be noted: only what was pushed within the last seven days.
share-not-registered = You are not registered as an officer yet, so nothing was noted. Ask a coordinator for a unit code and send me in private: /join CODE
share-pending = Your registration is waiting for a coordinator. Once it is confirmed your shares can be noted.
share-coordinator = Officers note their own shares. To do it on behalf of one, send: /for NAME /share 1 2 3

me-of = [{ $place }]
me-other = You are also officer of { $place }. { $today }
me-other-button = Show { $place }
me-today = Today: { $done } of { $need } noted.
me-counting = Of these, { $counting } count for indicator 6-2 (it depends on the source).
me-share = · “{ $title }” → { $where }
me-week = The last seven days:
me-day = { $day }: { $count }
me-day-none = { $day }: nothing noted
me-day-head = { $day }: { $count } noted
me-hint = Choose an item or a day below to take back or correct.
me-one = “{ $title }”
    { $day }, passed on to: { $where }
    Noted wrongly? Choose where it really went; if you did not share it, take it back.
me-withdraw = Take it back
me-back = Back
me-withdrawn = Taken back.
me-gone = This record is no longer there.

push-title = Three for today · { $day }
push-footer = { $sharers ->
    [0] Pass them on to your groups, then note “Shared”.
    [one] One officer has shared today. Pass them on, then note “Shared”.
   *[other] { $sharers } officers have shared today. Pass them on, then note “Shared”.
}
push-footer-elsewhere = After passing them on, please record it in your private chat with the bot: it cannot read what is said in this group.
push-footer-public = If you find them useful, pass them on to family and friends.
push-shared = Shared { $number }
push-shared-all = Shared all three
push-copy = Text to copy
push-destination = Change destination
push-missed = The push of { $day } was missed: the bot was not running, and the time for catching up is over. { $count } groups got nothing. That day’s shares are “not known”; no officer is blamed.
push-empty = There was nothing to push on { $day }; { $count } groups got nothing. Please add or review some items. That day’s shares are “not known”.
edition-recalled-item = This item was withdrawn. Please do not pass it on.
edition-source = Source: { $source }
recall-notice = Correction: “{ $title }” was withdrawn. Please do not pass it on; if you have, please say so in your groups. Sorry for the trouble.
recall-sharer = “{ $title }”, which you passed on, was withdrawn. Please say so in the groups you sent it to. Your record of sharing stays as it is.

desk-title-general = For review · three for { $day }
desk-title-village = For review · three for { $day } (village groups)
desk-why = No. { $number }: { $reasons }
desk-reason-joiner = {"; "}
desk-short = Note: only { $count } could be chosen instead of three. That day’s shares will be “not known”.
desk-unread = No. { $numbers } come from a source that needs a look, and nobody has read them yet. Approving the day approves them; otherwise they are not pushed.
desk-provisional = The holidays of { $year } are not announced yet; working days are provisional.
desk-state-proposed = Not approved yet. If nobody does in time, items of the approved reserve go out instead.
desk-state-approved = Approved; it will be pushed on time.
desk-state-skipped = Nothing is pushed that day.
desk-state-substituted = Not approved in time; items of the reserve were pushed instead.
desk-state-held = Not approved and not pushed. It is pushed as soon as you approve.
desk-pushed-approved = Approved and pushed. To withdraw one, send /recall
desk-pushed-substituted = Not approved in time; these items of the reserve were pushed instead. To withdraw one, send /recall
desk-pushed-proposed = Nobody approved it; it was pushed on time, as the settings say. To withdraw one, send /recall
desk-approve = Approve
desk-swap = Swap no. { $number }
desk-skip = Skip this day
desk-unskip = Push after all
desk-done-approved = Approved by { $name }; it will be pushed on time.
desk-done-skipped = { $name } decided to skip this day.
desk-toast-approved = Approved
desk-toast-skipped = Fine, nothing is pushed that day
desk-toast-swapped = Swapped
desk-nothing-else = There is nothing else to swap in.
desk-too-late = This day’s items were pushed already and cannot be changed. To withdraw one, send /recall
desk-not-coordinator = This is for the coordinators of this region.
desk-recall-none = Nothing was pushed in the last three days that could be withdrawn.
desk-recall-which = Which one shall be withdrawn? It will not be pushed again, groups that got it see a correction, and those who shared it are told.
desk-recall-sure = Withdraw “{ $title }”?
desk-recall-confirm = Yes, withdraw
desk-recalled = “{ $title }” was withdrawn. The messages of { $count } groups are being corrected, and those who shared it are told.
desk-none-waiting = Nothing waits for your approval at the moment.
desk-more-waiting = { $count ->
    [one] Not approved yet. One more edition waits: send /approve again once this one is decided.
   *[other] Not approved yet. { $count } more editions wait: send /approve again once this one is decided.
}
