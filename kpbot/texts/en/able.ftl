# What each platform can do: a line in kpbot check, a table in docs/platforms.md.
able-joiner = ;{ " " }
able-head-platform = platform
able-head-hears = hears
able-head-first = who speaks first
able-head-choice = how people choose
able-head-pictures = takes photos
able-head-files = files
able-head-edits = changes what it said
able-head-private = private chats
able-head-pace = sends at most
able-head-text = longest text

able-hears-nothing = only pushes, hears no answer
able-hears-privately = hears people one-to-one, nothing in groups
able-hears-spoken-to = hears what is said to it
able-hears-all = hears all that is said in a group
able-first-people = speaks only after people spoke to it
able-first-bot = may speak first
able-choice-none = no choices
able-choice-numbers = no buttons, people reply with a number
able-choice-few = up to { $most } buttons, numbers where there are more
able-choice-buttons = buttons
able-pictures-yes = takes photos
able-pictures-apart = takes photos: in groups with words in one message, or else privately
able-pictures-no = takes no photos
able-files-yes = takes and sends files
able-files-no = takes no files
able-edits-yes = changes what it said
able-edits-no = cannot change what it said
able-private-yes = has private chats
able-private-no = no private chats
able-text-limit = { $count } characters a message
able-pace-joiner = ,{ " " }
able-pace-none = no limit
able-pace-account = { $rate } in all
able-pace-chat = { $rate } to each chat
able-pace-group = { $rate } to each group
able-rate-second = { $spans ->
    [1] { $count } a second
   *[other] { $count } in { $spans } seconds
}
able-rate-minute = { $spans ->
    [1] { $count } a minute
   *[other] { $count } in { $spans } minutes
}
able-rate-hour = { $spans ->
    [1] { $count } an hour
   *[other] { $count } in { $spans } hours
}
able-rate-day = { $spans ->
    [1] { $count } a day
   *[other] { $count } in { $spans } days
}
