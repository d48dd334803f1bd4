# /review: what the rules stopped, for a coordinator to look at.

review-where = Please look at what waits in our private chat or in the coordinators' group.
review-none = Nothing is waiting for you any more.
review-only-one = This is the only one waiting.
review-why = Why it waits: { $reason }
review-waits = Please take a look: nobody has seen it yet.
review-no-body = It has no text, so it is not used. Choose “Write summary”: with a few sentences it can be.
review-no-text = (no text and no summary: please open the link)
review-about = Topic: { $topic } · Source: { $source }
review-left = { $count ->
    [0] No more after this one.
   *[other] { $count } more.
}
review-left-textless = Nothing else waits. Behind it are items without a text, which need a summary.
review-approve = Use it
review-reject = Don't use it
review-topic = Change topic
review-summary = Write summary
review-next = Next
review-back = Leave it
review-which-topic = Please choose the topic:
review-done-ok = “{ $title }” will be used.
review-done-no = “{ $title }” will not be used.

# Changing topics while looking at a day's three
review-whose-topic = Whose topic shall be changed?
review-place-topic = Item { $number }: { $topic }
review-topic-of = Which topic is item { $number }, “{ $title }”?
review-same-topic = The topic is now { $topic }, the same as item { $other }. It takes three topics: please swap one of the two.

reviewing-summary-how = Please send a summary of “{ $title }”: { $least } to { $most } characters, on what it says and what to do. To leave it, send “cancel”.
reviewing-summary-left = All right, the summary stays.
