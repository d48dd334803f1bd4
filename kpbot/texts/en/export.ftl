# Exported tables: headings, and the words for codes.

export-sheet-shares = Shares
export-sheet-events = Events
export-sheet-upkeep = Upkeep
export-sheet-officers = Officers
export-yes = yes
export-no = no

export-day = Day
export-region = Region
export-unit = Unit
export-officer = Officer
export-item = Item
export-source-name = Source
export-link = Link
export-destination = Passed on to
export-evidence = Strongest evidence
export-all-evidence = All evidence
export-counts = Counts for 6-2
export-spot-check = Spot-check
export-address = Public address
export-flags = To be looked at
export-entered-by = Entered on behalf by
export-recorded-at = Recorded at
export-withdrawn-at = Withdrawn at

export-part = Time of day
export-station = e-station
export-title = Title
export-kind = Kind
export-headcount = People
export-approximate = Estimate
export-photos = Photos
export-state = State
export-note = Note
export-reported-at = Reported at
export-late = Entered late
export-decided-by = Decided by
export-decided-at = Decided at

export-facility-kind = Kind of facility
export-facility = Facility

export-unit-kind = Kind of unit
export-demonstration = Demonstration unit
export-since = In post since
export-until = In post until
export-away = On leave
export-platforms = Platforms used
export-consented-at = Consented at
export-forgotten = Personal data erased

export-part-morning = morning
export-part-afternoon = afternoon
export-part-evening = evening

export-event-lecture = lecture
export-event-training = training
export-event-contest = contest
export-event-performance = performance
export-event-exhibition = exhibition
export-event-activity = activity

export-state-draft = not sent
export-state-reported = reported
export-state-accepted = accepted
export-state-returned = returned
export-state-withdrawn = withdrawn

export-facility-board = bulletin board
export-facility-books = bookshelf
export-facility-screen = screen

export-unit-community = community
export-unit-school = school
export-unit-village = village

export-post-pending = waiting for confirmation
export-post-active = in post
export-post-ended = ended
export-post-refused = refused
export-post-merged = put together with another registration
