apart-send = Please send me photos by themselves (tap my picture → message); I will put them into this report.
apart-send-together = Photos have to be in the same message as the words; photos sent to the group by themselves do not reach me.
apart-send-upkeep = Please send me photos by themselves (tap my picture → message); I will put them into this record.
apart-unnamed = an event without a name yet
apart-which = I have got the photos. What are they of?
apart-joined-draft = Added to “{ $name }”, which has { $count ->
    [one] 1 photo
   *[other] { $count } photos
} now. Please confirm the report in the group once it is right.
apart-joined-event = Added to “{ $name }”, which has { $count ->
    [one] 1 photo
   *[other] { $count } photos
} now.
apart-joined-upkeep = Added to the record of { $name }, which has { $count ->
    [one] 1 photo
   *[other] { $count } photos
} now.
apart-nobody =
    I got the photos, but this account is not registered, so I don’t know what they belong to.
    Not registered yet: ask a coordinator for a unit code and send here: /join CODE
    Registered on another platform: send /link in the private chat there to get a code, then here: /link CODE
    Then send the photos once more.
