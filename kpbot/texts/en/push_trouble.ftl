# The day's three did not reach a group: coordinators hear it the same day
push-trouble-head = { $count ->
    [one] The three items of { $day } did not reach one group:
   *[other] The three items of { $day } did not reach { $count } groups:
}
push-trouble-waits = · { $group }: the platform lets me write only after somebody there has said something to me
push-trouble-gone = · { $group }: I am no longer in this group, or may not write there
push-trouble-refused = · { $group }: the platform did not take them ({ $reason })
push-trouble-over = · { $group }: they could not be sent until the day was over
push-trouble-unknown = · { $group }: sent, but the platform did not answer; nobody knows whether they arrived
push-trouble-more = { $count ->
    [one] · and one more group
   *[other] · and { $count } more groups
}
push-trouble-do-waits = Please have somebody there say something to me with an @ (“/today”, for example): I send them at once, until the day is over.
push-trouble-do-gone = Please add me to the group again, or let me write there; today please pass the items on by hand: send me “today” in private to see them.
push-trouble-do-refused = Please pass on by hand what the platform did not take, and tell the operator the reason in brackets.
push-trouble-do-over = Where nothing could be sent, the day does not count against the officers of those groups.
push-trouble-do-unknown = Where there was no answer, please look into the group; if the items are not there, pass them on by hand.
