# How people of a roster get in: personal codes, printed cards, and what is said when a code is used.

invite-sheet-title = Personal codes for science officers
invite-send = /join { $code }
invite-how = Scan this and send the words to the bot in private; or send /join { $code } yourself
invite-how-link = Scan this and press “Start”; or send /join { $code } to the bot in private
invite-until = Good until { $until }, once, for this person
invite-file = codes-{ $day }.docx
invite-file-text = { $count ->
    [one] The code of one person is in the file: print it on A4, cut it out, hand it over. It is good once; please do not post it in a group.
   *[other] The codes of { $count } people are in the file: print them on A4, cut them out, hand them over. Each is good once; please do not post them in a group.
}
invite-too-many = { $count } people have no code yet, and a file holds { $most } at most. Please print township by township: /code sheet TOWNSHIP
invite-none = Everybody on the roster of { $place } has joined; there is nothing to print.
invite-no-files = This platform cannot send files. Please let the operator run kpbot code sheet, or print one by one: /code person NAME
invite-person-unknown = Nobody in your regions is called “{ $name }”. Please write the name of the roster, for example: /code person 李秀英
invite-person-which = Whose code is it to be?
invite-person-button = { $name }, { $place }
invite-person-code =
    The personal code of { $name } ({ $place }): { $code }
    Good once, until { $until }; earlier ones are void. Please pass it on to them; they send in the private chat with me: /join { $code }
invite-person-came = { $name } ({ $place }) has joined; no code is needed.
invite-person-came-wrong = If it was somebody else who joined, the post can be taken back and a new code made for the right person.
invite-button-take-back = Somebody else: take back, new code
invite-taken-back = The post was taken back; its records stay with { $place }.
invite-taken-from-you = A coordinator says that the post at { $place } is not yours; it was taken back. If in doubt, please ask the local association. /forgetme deletes your data.
invite-over = This post has ended, or its holder has joined already. Please check with whoever gave you the code.

invite-notice =
    On the roster, { $name } is { $what } at { $place }. Is that you? Please see what is kept before you join:
    · Kept: name and post as on the roster, your account on this chat platform, the shares, events and upkeep you report, and a log of what you did.
    · Not kept: ID numbers, telephone numbers, what is said in groups.
    · Seen by: coordinators of this region and above, and the operator. People are not ranked.
    · At any time: /mydata shows everything, /forgetme deletes it.
    Is it you, and do you agree?
invite-also = On the roster, { $name } is { $what } at { $place }. Is that you? Your name here stays, and so do your other posts.
invite-also-other = On the roster, { $name } is { $what } at { $place }; here you are called { $own }. If the post is to be yours, a coordinator has to confirm it. Shall I ask?
invite-button-yes = It is me, I agree
invite-declined = All right, your account was not noted. Name and post come from the roster; if you do not want to be on it, please tell the local association.
invite-joined = Welcome, { $name }! You are { $what } at { $place } now. Send /help to see what you can do.
invite-commands =
    Codes for people of the roster:
    /code sheet COUNTY (a file to print: a card for everybody who has not joined)
    /code person NAME (the code of one person, also again)

invite-command-about = Print cards with personal codes (a Word file) for those of the roster who have not joined; earlier ones are void
invite-command-out = the file to write
invite-command-region = only those of this region and below, for example 北镇市
invite-command-coordinators = coordinators' codes (good for 24 hours) instead of officers'
invite-command-none = Everybody on the roster has joined; there is nothing to print.
invite-command-done = { $count ->
    [one] The code of one person is in { $file }. Print it, hand it over, and delete the file: the code in it is good.
   *[other] The codes of { $count } people are in { $file }. Print them, cut them out, hand them over, and delete the file: the codes in it are good.
}
invite-command-not-written = The file { $file } cannot be written: { $reason }. Please take another folder. No code was made.

invite-not-joined = { $count ->
    [one] { $count } officer of the roster has not joined yet. /code sheet prints the personal code.
   *[other] { $count } officers of the roster have not joined yet. /code sheet prints their personal codes.
}

invite-privately = Codes are not for a group. Please send /code sheet to me in private to print them.

invite-command-none-new = No new codes to print: everybody on the roster has joined or has a code that is still good. kpbot code sheet prints them again.
invite-command-codes = after loading, print cards with personal codes for officers who have none, into this Word file
invite-command-only-roster = --codes goes with a roster only.
