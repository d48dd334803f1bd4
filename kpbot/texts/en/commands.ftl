# The command line, for those who install and run kpbot.

commands-about = kpbot, a popular-science bot for chat groups. New here? Look at it with kpbot demo, set it up with kpbot init, run it with kpbot serve.
commands-demo = Rehearse in a browser: no account, no network
commands-serve = Run the bot, everything in one process
commands-work = One more worker on a PostgreSQL that others use too
commands-init = Set up: asks a few questions, writes the settings, prepares the database
commands-migrate = Bring the database to the schema of this version
commands-code = Print codes for groups, units and coordinators
commands-export = Export records: shares, events, upkeep, officers
commands-feed = Sources of items
commands-job = Timed jobs
commands-recount = Count every day's items anew from the shares

commands-option-config = Settings file; default config/kpbot.toml

commands-no-folder = The data folder cannot be created: { $reason }
commands-schema-empty = The database is empty. First run: kpbot init (or, to restore a backup: kpbot restore FILE)
commands-schema-old = The database has the schema of an older version. First run: kpbot migrate (if there is no backup from before the upgrade, go back to the old version and make one)
commands-schema-unknown = This version does not know the database's schema, which is most likely that of a newer kpbot. Nothing was changed. Upgrade kpbot; to stay with this version, restore a backup that it made.
commands-migrated = The database now has the schema of this version.
commands-recounting = Counting { $what } anew (day { $count })
commands-recounted = Days counted anew from the shares: { $days }.
commands-migrated-already = The database has the schema of this version already.
commands-database-away = The database cannot be reached: { $reason }
commands-cannot-write = { $file } cannot be written: { $reason }
commands-bad-day = Write the day as 2026-11-23.
commands-bad-time = Write the time as 2026-11-23T09:00; without a zone, that of the settings holds.

commands-export-kind = What to export
commands-export-since = First day; default: the 1st of the last day's month
commands-export-until = Last day, included; default: today
commands-export-format = csv or xlsx for spreadsheets, json for programs
commands-export-output = Save to a file; without it to the screen, and xlsx to the current folder
commands-export-lang = Language of the headings; default as in the settings
commands-export-backwards = The first day is later than the last.
commands-export-no-names = The names of the sources cannot be read; the export has their keys. Reason: { $reason }
commands-exported = { $count ->
    [one] Exported 1 record to { $file }
   *[other] Exported { $count } records to { $file }
}

commands-code-path = Region or unit, such as 北镇市/闾阳镇/槐树村; part of it will do if it is clear
commands-code-kind = Kind of the group
commands-code-about-group = A code that binds a group: once, within seven days
commands-code-about-unit = A code by which people of a unit register: for thirty days, can be revoked
commands-code-about-coordinator = A code by which a coordinator registers: once, within 24 hours
commands-code-group = Binds a group to { $place }; good once, until { $until }. Add the bot to the group and say there: /bind { $code }
commands-code-unit = People of { $place } register with it; good until { $until }. They say to the bot in private: /join { $code }
commands-code-coordinator = A coordinator of { $place } registers with it; good once, until { $until }. They say to the bot in private: /join { $code }
commands-no-place = Nothing called “{ $path }” was found. Check the name, or register the place first.
commands-which-place = “{ $path }” may be one of these; please be more exact:

commands-job-run = Run a timed job now; what ran before is not run again
commands-job-list = List the timed jobs: when they run, their last and next time
commands-job-name = Name of the job; kpbot job list shows them
commands-job-at = As of which time, not later than now, such as 2026-11-23T09:00; default: now
commands-job-ran = { $count ->
    [one] Job { $name } was dealt with (1 slot).
   *[other] Job { $name } was dealt with ({ $count } slots).
} Messages it caused are sent by the running kpbot serve.
commands-job-ahead = --at must not be later than now: a job does not run ahead of its time, and then runs by itself.
commands-job-failed = Job { $name } failed; the log above says why.
commands-no-job = There is no job called “{ $name }”. There are: { $names }
commands-job-column-name = Job
commands-job-column-when = When
commands-job-column-last = Last
commands-job-column-next = Next
commands-job-often = every few minutes

commands-init-language = Language the bot speaks first
commands-init-city = Name of the city
commands-init-county = Name of a county or district; may be given several times
commands-init-database = Address of the database
commands-init-public-url = Address by which others reach kpbot, if there is one
commands-init-time-zone = Time zone
commands-init-approved-by = Approve the reserve of items in the name of this coordinator, who must have read it
commands-init-yes = Ask nothing; what is not given takes its default
commands-init-replace = Allow values set in the settings file to be changed (with --yes)

commands-ask-language = Language the bot speaks first (English or Chinese)
commands-ask-city = Name of the city
commands-ask-county = Names of the counties or districts, with commas; Enter for none
commands-ask-database = Address of the database (Enter for the built-in SQLite)
commands-ask-public-url = Address by which others reach kpbot, such as https://kp.example.cn; Enter for none
commands-ask-time-zone = Time zone
commands-name-needed = A name is needed.
commands-name-bad = A name has no “/” and at most { $most } characters.

commands-init-plan = This will be done:
commands-init-file-new = create the file { $file }
commands-init-file-changed = change the file { $file }; everything else in it and its comments stay
commands-init-key = { $key }: { $now } → { $then }
commands-init-places = prepare the database and register the regions: { $city }, with { $counties }
commands-init-go = Go ahead?
commands-yes-or-no = Please answer y (yes) or n (no).
commands-init-would-change = The settings file says something else already for: { $keys }. If it is to be changed, add --replace.
commands-init-cannot-edit = { $file } is written in a way that cannot be edited automatically. Please change it by hand and run this again.
commands-nothing-shipped = The configuration files that ship with kpbot were not found; please install it again.
commands-init-database-ready = { $count ->
    [0] The database is ready; the regions were there already.
    [one] The database is ready; 1 region was registered.
   *[other] The database is ready; { $count } regions were registered.
}
commands-init-reserve = The reserve that ships with kpbot has { $count } items that nobody has approved yet. Please let a coordinator look at them:
commands-init-reserve-ask = Has a coordinator read them, and may they be used? (Full texts are shown in previews later; if not, they are not used for now.)
commands-init-reserve-yes-or-no = Please answer y (agreed) or n (not yet) first; the name is asked for next.
commands-init-reserve-who = The coordinator's name
commands-init-reserve-done = The reserve is approved.
commands-init-reserve-left = { $count } items of the reserve wait for a coordinator's approval and are not used by themselves until then. Once they were read, run: kpbot init --reserve-approved-by NAME
commands-init-reserve-approved = { $name } approved { $count } items of the reserve.
commands-init-next = All is set up. What comes next:
    1. Run the bot: kpbot serve
    2. A coordinator of { $city } registers with the bot in private: /join { $code }
       (good once within 24 hours; for another: kpbot code coordinator { $city })
    3. Add the bot to a group, print a code and bind it: kpbot code group { $county } --kind officers

commands-unit = Register and list units: communities, schools, villages
commands-unit-add = Register units; townships that are not there yet are created
commands-unit-list = List the units
commands-unit-path = From the county down, such as 北镇市/闾阳镇/槐树村; several may be given
commands-unit-kind = Of which kind: community, school or village
commands-unit-demonstration = They are demonstration units
commands-unit-added = Registered: { $path }
commands-unit-how = “{ $path }” must start at the county and have two levels or more, such as 北镇市/闾阳镇/槐树村. Nothing was registered.
commands-unit-no-region = There is no county or city called “{ $name }”; nothing was registered. Counties are created by kpbot init; please check “{ $path }”.
commands-unit-there = “{ $name }” is registered already; nothing new was registered. Leave out “{ $path }” and try again.
commands-unit-kind-community = community
commands-unit-kind-school = school
commands-unit-kind-village = village
commands-unit-marked = {" "}(demonstration)

commands-region = List and set regions: push time, time zone, short links
commands-region-list = List the regions: level, time zone, push time, short links
commands-region-set = Set a region; what is not given stays
commands-region-path = A region, such as 演示市/北镇市; a part is enough where it is clear
commands-region-option-push-time = When to push (on the hour or half hour), such as 09:30; inherit for that of the region above
commands-region-option-time-zone = Time zone, such as Asia/Shanghai; for the regions below as well
commands-region-option-short-links = on or off: whether officers get short links of their own, below as well
commands-region-level-city = city
commands-region-level-county = county
commands-region-level-township = township
commands-region-push = { $own ->
    [yes] pushed at { $at }
   *[no] pushed at { $at } (from above)
}
commands-region-links-on = short links
commands-region-links-above = short links (from above)
commands-region-links-off = no short links
commands-region-done = Set: { $line }
commands-region-same = Nothing to change: { $line }
commands-region-nothing = Say what to change: --push-time, --time-zone or --short-links.
commands-region-switch = --short-links takes on or off, not “{ $given }”.
commands-region-on-above = “{ $above }” has short links on, and so has everything below it. To turn them off: kpbot region set { $above } --short-links off
commands-region-soon = If kpbot is running, push time and time zone take effect within ten minutes.
commands-region-honest = Short links count openings, not who opened them. Nothing is rewarded, and please rank or reward nobody by them: WeChat blocks domains that reward sharing.
commands-region-no-address = web.public_url is not set, so there will be no short links yet. Set the address by which others reach kpbot, and restart.

work-needs-postgresql = Workers share one PostgreSQL: set database.url to it. A single process on SQLite is kpbot serve.
