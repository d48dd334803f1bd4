code-wait = That were too many wrong codes. Please try again in { $minutes } { $minutes ->
        [one] minute
       *[other] minutes
    }, or check with the person who gave you the code.
code-not-one = This does not look like a code. A code has eight letters and digits, such as ABCD-2345 (upper or lower case).
code-unknown = There is no such code. Please check it with the person who gave it to you.
code-used = This code has been used. Please ask for a new one.
code-expired = This code has expired. Please ask for a new one.
code-revoked = This code was revoked. Please ask for a new one.
code-for-group = This is a group code. Please send it in the group: /bind CODE
code-for-person = This code is not for a group but for a person. Please send it in the private chat with me: /join CODE
code-how =
    How to print codes:
    /code unit COUNTY/UNIT (for the officers of that unit)
    /code group officers COUNTY (a group code; the kind is officers or public; the operator prints those of coordinators’ groups)
code-needs-unit = The name of the unit is missing. For example: /code unit 青禾县/槐树村
code-needs-kind = The kind of the group is missing (officers or public). For example: /code group officers 青禾县
code-needs-place = The group’s region or unit is missing. For example: /code group officers 青禾县
code-of-region =
    { $place } is a region. Which code is it to be?
    Of a unit there: /code unit 青禾县/槐树村
    Of a group there: /code group officers 青禾县
code-unit =
    Unit code of { $place }: { $code }
    Good for 30 days and for several people. Pass it on to the officers who are to join; they send in the private chat with me: /join { $code }
code-group =
    Code for the { $kind } of { $place }: { $code }
    Good for 7 days, once. Send it in that group: /bind { $code }
code-list = { $count ->
        [one] One unit code is good now
       *[other] { $count } unit codes are good now
    } (the codes themselves are not kept; if you lost one, revoke it and print another):
code-line = { $number }. { $place }, printed { $made }, good until { $until }
code-more = { $count } more are not listed.
code-button-revoke = Revoke no. { $number }
code-revoked-done = The unit code of { $place } is revoked.
code-revoked-before = This code was revoked before.
