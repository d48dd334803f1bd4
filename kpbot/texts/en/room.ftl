room-clock = { $weekday ->
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
} { $year } { $time }
room-bot-name = Science helper
room-private-about = A private chat with the bot
room-newcomer = Somebody who is not registered
room-choose-person = Please choose who you are first.
room-bad-frame = This was not understood and nothing was done. Please reload the page and try again.
room-not-member = You are not in this group.
room-too-many-photos = At most 9 photos at a time.
room-text-too-long = This is too long and was not sent. Please send it in parts.
room-empty = Please write something first.
room-name-needed = Please write a name.
room-photo-too-big = The photo is too big; 20 MB at most.
room-photo-kind = This is no picture. Please choose a JPG, PNG, GIF or WebP.
room-file-too-big = The file is too big; 10 MB at most. Please send it in smaller parts.
room-not-forwarded = This cannot be forwarded: only messages of the bot that you can see can.
