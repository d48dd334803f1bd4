# What a coordinator decides about one item: use it or not, its topic, its summary.

reviewing-approved = Taken up: it may now be chosen for a day's three.
reviewing-approved-before = This item was taken up before.
reviewing-rejected = Set aside: it will not be pushed.
reviewing-topic = The topic is now “{ $topic }”.
reviewing-summary = The summary is changed.
reviewing-needs-summary = This item has no text. Please write a few sentences of summary first.
reviewing-use-recall = This item was taken up already. To withdraw it, send /recall.
reviewing-recalled = This item was recalled and cannot be used again.
reviewing-not-yours = This item is for another region; its coordinators decide on it.
reviewing-changed = Somebody else has just dealt with this item. Please open it again.
reviewing-summary-short = Too short: please write { $least } characters at least, saying what it is about and what to do.
reviewing-summary-long = The summary has { $count } characters. Please cut it to { $most } and send it again.
reviewing-summary-title = The summary says the same as the title. Please write something the title does not say.
