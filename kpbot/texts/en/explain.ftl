# kpbot edition explain: why a day has the three items it has.

explain-group = A day's three items, and why these
explain-about = Say which three items a day has, why, and why not the others
explain-day = A date such as 2026-11-24, or today, tomorrow
explain-region = The region, such as 演示市/青禾县; not needed where there is only one
explain-audience = Groups in general, or those of villages
explain-json = Print JSON
explain-which-region = Please say which region with --region: { $names }
explain-bad-day = “{ $day }” is no date. Please write 2026-11-24, today or tomorrow.
explain-title-general = { $place } · { $day } { $year }
explain-title-village = { $place } · { $day } { $year } (for groups of villages)
explain-would-be = Nothing is fixed yet. Chosen now, it would be:
explain-would-have-been = Nothing was fixed for that day. Chosen from what is there now, it would be:
explain-is-proposed = Chosen, not approved yet:
explain-is-approved = Approved:
explain-is-skipped = A coordinator decided to push nothing that day. It had been:
explain-is-substituted = Not approved in time, replaced from the reserve:
explain-is-held = Not approved, not pushed yet:
explain-about-item = { $topic } · { $source }
explain-points = { $total } points: { $parts }
explain-no-points = 0 points
explain-part-freshness = fresh
explain-part-rested = rested
explain-part-season = season
explain-part-need = topic needed
explain-part-national-day = national day
explain-part-village = for villages
explain-part-solar-term = solar term
explain-for = For it: { $reasons }
explain-against = Against it: { $reasons }
explain-joiner = {"; "}
explain-short = { $count ->
    [one] One item is missing: nothing else fits.
   *[other] { $count } items are missing: nothing else fits.
}
explain-others = Could be used, not chosen ({ $count })
explain-refused = Cannot be used ({ $count })
