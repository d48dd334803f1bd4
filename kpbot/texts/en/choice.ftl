# How the day's three were chosen: reasons for a coordinator. The code of a reason is choice-<code>.
# $month and $day are a date, $slot is the place in the edition, $topic a topic.

topic-health = health
topic-food-safety = food safety
topic-environment = environment
topic-disaster-prevention = disaster prevention
topic-farming = farming
topic-everyday = everyday science
topic-space = space
topic-wildlife = wildlife

choice-topic-name = { $topic ->
    [health] { topic-health }
    [food-safety] { topic-food-safety }
    [environment] { topic-environment }
    [disaster-prevention] { topic-disaster-prevention }
    [farming] { topic-farming }
    [everyday] { topic-everyday }
    [space] { topic-space }
    [wildlife] { topic-wildlife }
   *[other] { $topic }
}
choice-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
choice-date = { $day } { choice-month }
choice-day-name = { $key ->
    [wildlife-day] World Wildlife Day
    [forest-day] International Day of Forests
    [water-day] World Water Day and China Water Week
    [meteorology-day] World Meteorological Day
    [tuberculosis-day] World Tuberculosis Day
    [health-day] World Health Day
    [earth-day] Earth Day
    [space-day] China's Space Day
    [vaccination-day] National Child Vaccination Day
    [disaster-day] National Disaster Prevention Day
    [science-week] National Science and Technology Week
    [biodiversity-day] International Day for Biological Diversity
    [science-workers-day] National Science Workers' Day
    [no-tobacco-day] World No Tobacco Day
    [environment-day] Environment Day
    [eye-day] National Eye Care Day
    [food-safety-day] World Food Safety Day
    [work-safety-day] National Safety Consultation Day
    [ecology-day] National Ecology Day
    [science-month] National Science Month
    [science-day] National Science Day
    [teeth-day] National Love Teeth Day
    [harvest-festival] Chinese Farmers' Harvest Festival
    [hypertension-day] National Hypertension Day
    [disaster-reduction-day] International Day for Disaster Risk Reduction
    [food-day] World Food Day
    [fire-day] National Fire Safety Day
    [diabetes-day] World Diabetes Day
    [soil-day] World Soil Day
    [laba] the Laba Festival
    [new-years-eve] the days before Chinese New Year
    [spring-festival] the Spring Festival
    [lantern-festival] the Lantern Festival
    [dragon-boat-festival] the Dragon Boat Festival
    [mid-autumn-festival] the Mid-Autumn Festival
    [double-ninth-festival] the Double Ninth Festival
    [start-of-spring] Start of Spring
    [rain-water] Rain Water
    [awakening-of-insects] Awakening of Insects
    [spring-equinox] Spring Equinox
    [clear-and-bright] Clear and Bright
    [grain-rain] Grain Rain
    [start-of-summer] Start of Summer
    [grain-buds] Grain Buds
    [grain-in-ear] Grain in Ear
    [summer-solstice] Summer Solstice
    [minor-heat] Minor Heat
    [major-heat] Major Heat
    [start-of-autumn] Start of Autumn
    [end-of-heat] End of Heat
    [white-dew] White Dew
    [autumn-equinox] Autumn Equinox
    [cold-dew] Cold Dew
    [frosts-descent] Frost's Descent
    [start-of-winter] Start of Winter
    [minor-snow] Minor Snow
    [major-snow] Major Snow
    [winter-solstice] Winter Solstice
    [minor-cold] Minor Cold
    [major-cold] Major Cold
   *[other] { $name }
}

# Why it was chosen
choice-fresh = new: published on { choice-date }
choice-reserve-unused = from the reserve, not used before
choice-reserve-rested = from the reserve, last used on { choice-date }
choice-national-day = close to { choice-day-name }
choice-national-day-now = it is { choice-day-name }
choice-solar-term = around { choice-day-name } ({ choice-date })
choice-speaks-of = its title speaks of “{ $word }”
choice-season = right for { choice-month }
choice-village = suits villages
choice-topic-need = { $count ->
    [0] nothing on { choice-topic-name } in the last { $days } days
   *[other] only { $count } on { choice-topic-name } in the last { $days } days
}
choice-concern = of public concern ({ choice-topic-name })

# Why it was not chosen
choice-state-review = still waiting for a coordinator to look at it
choice-state-rejected = turned down by a coordinator or by the rules
choice-state-recalled = recalled
choice-not-before = not to be used before { choice-date }
choice-scope = for { $place } only
choice-avoided = swapped out or skipped before
choice-resting = from the reserve; used on { choice-date }, and back { $days } days after that
choice-repeat = pushed on { choice-date }; no repeat within { $days } days
choice-rewording-used = much like “{ $title }”, pushed on { choice-date }
choice-rewording-chosen = much like item { $slot }, “{ $title }”
choice-same-topic = same topic as item { $slot } ({ choice-topic-name })
choice-same-source = same source as item { $slot }; one a day from each source
choice-concern-place = one place is kept for a public concern (health, food safety, environment, disaster prevention)
choice-ranked-lower = suitable, but behind those chosen

# Checks when it was gathered
choice-source-off = the source “{ $source }” is not switched on
choice-language = not in Chinese
choice-no-body = has neither a text nor a hand-written summary
choice-too-old = published { $days } days ago, more than { $limit }
choice-word-block = contains the blocked word “{ $word }”
choice-word-review = contains “{ $word }”: please check whether it is suitable
choice-subject-accident = “{ $word }” in the title: looks like a report of an accident or outbreak, please check
choice-subject-meeting = “{ $word }” in the title: looks like meetings, documents or official news, please check
choice-subject-promotion = “{ $word }” in the title: looks like a promotion or announcement, please check
choice-subject-clickbait = “{ $word }” in the title: looks like clickbait, please check
choice-subject-series = “{ $word }” in the title sounds like one part of a series: please see whether it stands alone
choice-subject-continues = differs from “{ $title }” of the same source in a number or date only, like a part of a series: please see whether it stands alone
choice-untrusted = items of “{ $source }” need a coordinator's consent first
choice-added = added by a coordinator and not taken up yet
choice-summarized = a coordinator wrote its summary; not taken up yet
