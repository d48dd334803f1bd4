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
apart-nobody = I have got the photos but do not know who you are, so I cannot put them into a report. If you registered with another account, send me /link there for a code, send /link and the code here, and send the photos again. If you did not register yet, send /join and your unit’s code.
