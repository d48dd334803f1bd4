# Sources on the command line: kpbot feed list, test, add.

sources-json = Print JSON, for programs
sources-list = List the sources: last success, next visit, items kept, what is wrong
sources-test = Try a source or an address: what comes, what becomes of it, or why nothing does; keeps no item
sources-preview = The same as test: see what a feed would give
sources-add = Try an address, then declare it as a new source in feeds.toml

sources-list-key = key
sources-list-name = name
sources-list-kind = kind
sources-list-enabled = enabled
sources-list-succeeded = last success
sources-list-next = next visit
sources-list-kept = kept (7 / 30 days)
sources-list-on = yes
sources-list-off = no
sources-list-soon = next round
sources-list-never = never again

sources-test-target = A source's key, a feed's address, or a feed in a file on this machine
sources-test-title = It calls itself: { $title }
sources-test-published = published
sources-test-letters = letters
sources-test-topic = topic
sources-test-title-column = title
sources-test-count = { $count ->
    [0] It can be read but holds no items.
    [one] { $count } item.
   *[other] { $count } items.
}
sources-test-moved = This source has moved to { $address }
sources-test-skipped = Left out: { $title } ({ $reason })
sources-test-ready = may be chosen
sources-test-review = for a coordinator to see: { $reason }
sources-test-rejected = will not be chosen: { $reason }
sources-test-revived = This source answers again; a running kpbot will ask it in the next round.
sources-no-address = The source “{ $key }” has no address; please write one in feeds.toml first.
sources-no-kind = Sources of the kind “{ $kind }”, such as “{ $key }”, are not visited; there is nothing to try.

sources-add-address = The feed's address; that of a web page will do, if the page names its feed
sources-add-key = Lower-case letters, digits and hyphens, never to be changed; else suggested from the feed's name or site
sources-add-name = The name shown in groups; else the feed's own
sources-add-topic = The topic where none can be told from the words
sources-add-brand = Attribution, only where the items really are theirs
sources-add-trust = high may enter an edition by itself; review needs a coordinator for every item
sources-add-counts = Shares of its items count for indicator 6-2
sources-add-village = Meant for villages
sources-add-language = Language of the items
sources-add-ask-key = Key (never to be changed)
sources-add-ask-name = Name shown in groups
sources-add-page = This is a web page that names its feed: { $address } ; that is used instead.
sources-add-no-file = There is no { $file }. Please run kpbot init first.
sources-add-bad-key = “{ $key }” cannot be a key. Please use lower-case letters, digits and hyphens, 40 characters at most, such as county-farming.
sources-add-key-taken = The key “{ $key }” is that of another source; please give another with --key.
sources-add-known = This address is the source “{ $name }” ({ $key }) already.
sources-add-not-editable = { $file } is written in a way that is not safe to edit. Please add the source by hand, like the examples in the file.
sources-add-not-writable = { $file } cannot be written: { $reason }. Please check the permissions of the file.
sources-add-done = “{ $name }” is declared as [sources.{ $key }] in { $file }. Restart kpbot to apply; then see kpbot feed list.
