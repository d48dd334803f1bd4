# Weekly spot-checks: a few shares of last week, drawn by lot, at which a coordinator has a look. Not a verdict.

spot-title = This week's spot-check · { $place } ({ $since } to { $until })
spot-asked = { $count ->
    [one] One share of last week was drawn by lot.
   *[other] { $count } shares of last week were drawn by lot.
} When you have a minute, look in the group or on Weibo, and choose what you see.
spot-line = { $number }. { $day } · { $unit } · { $name } · { $where } · “{ $title }”
spot-address = {"    "}Public address: { $address }
spot-no-unit = no unit
spot-answered = {"    "}Answer: { $answer } ({ $by })
spot-how = Chose the wrong one? Choose again; answers can be changed until the week is over.
spot-done = All answered, thank you. Chose the wrong one? Choose again; answers can be changed until the week is over.
spot-over = This week's spot-check is over.
spot-no-verdict = “Not seen” does not mean not done: it may have scrolled away, or you may not be in that group. Answers are noted as they are; nothing is deducted from anybody, and the officer gets no message.
spot-button = { $number } { $answer }
spot-answer-seen = Seen
spot-answer-not-seen = Not seen
spot-answer-unsure = Can't tell
spot-noted = Number { $number } noted: { $answer }.
spot-again = Number { $number } is noted as “{ $answer }” already.
spot-late = That week's spot-check is over, and its answers stay as they are. New ones are drawn on the first working day of each week.
spot-own = This share is your own; please let another coordinator look. If there is nobody else, just leave it open.
spot-none = There is no spot-check waiting for you this week.

mydata-spots = [Spot-checks] { $count }
mydata-spot = { $day } “{ $title }” { $where }: { $answer }
mydata-spot-waiting = nobody answered yet

commands-spot-check = Weekly spot-checks
commands-spot-check-show = What was drawn of a week and what was answered, with the sample drawn again to compare
commands-spot-check-region = The region, such as CITY/COUNTY; part of it will do where it is unambiguous
commands-spot-check-week = The week whose shares were checked, such as 2026-W47; the last complete week unless given
commands-spot-check-bad-week = A week is written like 2026-W47 (ISO weeks, which begin on Monday).
commands-spot-check-head = { $place }, shares of { $since } to { $until } ({ $week })
commands-spot-check-none = Nothing was asked of that week: there was nothing to look at, no coordinator could be reached, or spot_checks.each_week is 0.
commands-spot-check-same = { $count ->
    [one] Drawn again from the records of now, it is the same share.
   *[other] Drawn again from the records of now, it is the same { $count } shares.
}
commands-spot-check-differs = Drawn again from the records of now, it differs: { $missing } that were asked were not drawn, { $other } others were. That happens when records were changed since (an item recalled, a destination corrected, a post handed over, a share entered later), or when spot_checks.seed was changed.
