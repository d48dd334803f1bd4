# The coordinators' digest: once a morning, exceptions and what is needed only.
# $month, $day are the first day, $to_month, $to_day the last one, $count is the number of days.

digest-date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
digest-to-date = { $to_day } { $to_month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
digest-dates = { $count ->
    [1] { digest-date }
   *[other] { digest-date } to { digest-to-date }
}
digest-joiner = {", "}
digest-and-more = { $more ->
    [0] {""}
   *[other] {" and "}{ $more } more
}

digest-title = Science digest ({ digest-dates })

digest-nothing = { $pushed ->
    [0] Nothing needs you.
    [one] Nothing needs you. { $pushed } push, delivered.
   *[other] Nothing needs you. { $pushed } pushes, all delivered.
}
digest-nothing-shares = { digest-nothing } { digest-shares }
digest-nothing-but = Nothing needs you; this is for you to know.

digest-approve = { $count ->
    [1] The three items for { digest-date } wait for your approval: please see the preview in the group.
   *[other] The three items of { $count } days ({ digest-dates }) wait for your approval: please see the previews in the group.
}
digest-confirm = { $count ->
    [one] { $count } new officer waits for your confirmation: { $names }{ digest-and-more }.
   *[other] { $count } new officers wait for your confirmation: { $names }{ digest-and-more }.
}
digest-events = { $count ->
    [one] { $count } event waits to be accepted: { $names }{ digest-and-more }.
   *[other] { $count } events wait to be accepted: { $names }{ digest-and-more }.
}
digest-escalated = { $count ->
    [one] { $count } place is overdue; please ask there: { $names }{ digest-and-more }.
   *[other] { $count } places are overdue; please ask there: { $names }{ digest-and-more }.
}
digest-review = { $count ->
    [one] One item is waiting for you to take a look: choose below, or send /review.
   *[other] { $count } items are waiting for you to take a look: choose below, or send /review.
}
digest-spot = { $count ->
    [one] { $count } share of this week's spot-check has no answer yet; please have a look when you can.
   *[other] { $count } shares of this week's spot-check have no answer yet; please have a look when you can.
}
digest-group-gone = { $count ->
    [one] I am no longer in { $count } group; please add me again: { $names }{ digest-and-more }.
   *[other] I am no longer in { $count } groups; please add me again: { $names }{ digest-and-more }.
}
digest-push-failed = { $count ->
    [one] { $count } group did not get the three items; please see whether I may still write there: { $names }{ digest-and-more }.
   *[other] { $count } groups did not get the three items; please see whether I may still write there: { $names }{ digest-and-more }.
}
digest-unreachable = { $count ->
    [one] { $count } officer cannot be reminded; please ask them to join the officers' group or to write to me: { $names }{ digest-and-more }.
   *[other] { $count } officers cannot be reminded; please ask them to join the officers' group or to write to me: { $names }{ digest-and-more }.
}

digest-push-missed = { $count ->
    [1] The system was not running on { digest-date } and the three items were not pushed. Whoever shared fewer than three that day counts as not known.
   *[other] The system was not running on { $count } days ({ digest-dates }) and the three items were not pushed. Whoever shared fewer than three on those days counts as not known.
}
digest-edition-short = { $count ->
    [1] There were fewer than three items on { digest-date }. Whoever shared fewer than three that day counts as not known.
   *[other] There were fewer than three items on { $count } days ({ digest-dates }). Whoever shared fewer than three on those days counts as not known.
}
digest-calendar-provisional = The announced holidays for { digest-dates } are not loaded yet. Public holidays are reckoned for now; make-up working days may be wrong.
digest-feeds-more = { $count } more sources are in trouble too; the operator sees them with kpbot feed list.
digest-undelivered = { $count ->
    [one] { $count } other message could not be delivered.
   *[other] { $count } other messages could not be delivered.
}

digest-shares = { $days ->
    [1] Shares: { $met } with three or more, { $not_met } with fewer, { $not_known } not known.
   *[other] Shares ({ $days } days together, counted per person and day): { $met } with three or more, { $not_met } with fewer, { $not_known } not known.
}
digest-part-joiner = {", "}
digest-shares-unknown = Why not known: { $parts }.
digest-unknown-silent = { $count } no answer
digest-unknown-on-leave = { $count } on leave
digest-unknown-short-edition = { $count } fewer than three items
digest-unknown-bot-down = { $count } system down
digest-unknown-no-push = { $count } no push
digest-unknown-not-joined = { $count } not joined yet
digest-shares-evidence = What the shares rest on (each once, under its strongest kind): { $parts }.
digest-evidence-claimed = { $count } said by the officer
digest-evidence-observed = { $count } seen in a group
digest-evidence-reached = { $count } opened by readers
digest-evidence-imported = { $count } imported from the official app
digest-evidence-spot-checked = { $count } spot-checked

digest-button-approve = See what waits for approval
digest-button-confirm = See who waits
digest-button-events = See the events
digest-button-escalated = See all facilities
digest-button-review = See what waits
digest-button-spot = See the spot-check
digest-ask-privately = Please ask me for the digest in private: { private-way } and send “/digest”.
