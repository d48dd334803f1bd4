# kpbot check: what is wrong and how to mend it, one line each, for those who run kpbot. Platforms have theirs in their own files.

check-about = Check what is wrong, and say how to mend it
check-option-online = Also visit web.public_url
check-option-fix = Also put right what can be put right on the platforms, such as the menu of an official account
check-option-json = Print JSON, for programs
check-option-adopt = This data folder is the right one: mark it

check-summary = { $notes ->
    [0] All is well.
    [one] Nothing to mend, 1 thing to know.
   *[other] Nothing to mend, { $notes } things to know.
}
check-summary-broken = { $broken } to mend, { $notes } to know.

check-settings = Settings: nothing is wrong in { $file }.
check-settings-none = Settings: no file, so defaults and the environment hold.
check-settings-wrong = Settings: { $problem }

check-folder = Data folder { $folder }: can be read and written, { $gigabytes } GB free.
check-folder-refused = Data folder { $folder } (data_dir) cannot be used: { $reason }. See whether it exists, and whether the user that runs kpbot may read and write it.
check-disk-full = Only { $megabytes } MB are free on the disk of the data folder { $folder }: soon nothing more can be kept. Make room now, or move it (data_dir).
check-disk-scarce = Only { $megabytes } MB are free on the disk of the data folder { $folder }. Plan to make room.
check-folder-writable = Everybody on this machine may change the data folder { $folder }. Run: chmod o-rwx { $folder }
check-folder-readable = Other users of this machine can see names and photos in the data folder { $folder }. Run: chmod o-rwx { $folder }

check-mark = Data folder and database belong together.
check-mark-none = The data folder could not be marked, so a wrong one would not be noticed where several machines share it.
check-mark-missing = Data folder { $folder } lacks this database's mark, so it may be the wrong one, without the photos. Several machines must share one folder: see to data_dir and the mount. If it is the right one, run: kpbot check --adopt-folder
check-mark-other = Data folder { $folder } belongs to another installation of kpbot. See to data_dir, database.url and the mount. If it is the right one, run: kpbot check --adopt-folder

check-font = Chinese font: { $file }
check-font-none = No font with Chinese characters was found: pictures would show boxes. On Debian and Ubuntu run: apt install fonts-wqy-microhei

check-address = Public address: { $url } (not visited; add --online for that).
check-address-none = web.public_url is not set: items of the reserve are sent in full instead of as links.
check-address-private = The public address { $url } leads only to this machine or network; people in groups cannot open it. Give one that can be reached from outside.
check-address-plain = The public address { $url } is not encrypted. Put a reverse proxy with a certificate in front and make it https.
check-address-reached = The public address { $url } can be reached.
check-address-unwell = The public address { $url } can be reached, but kpbot says that it is not well. See { $url }/healthz
check-address-other = { $url }/healthz gave a wrong answer ({ $status }), so that may not be kpbot. See to the reverse proxy.
check-address-unreached = The public address { $url } cannot be reached: { $reason }. See whether kpbot serve is running, then to the domain, the reverse proxy and the firewall.

check-database = Database ({ $engine }): reachable, with the schema of this version.
check-database-away = The database cannot be reached: { $reason }. See whether its service is running, and to host, name, user and password in database.url (KPBOT_DATABASE__URL).
check-database-file = The database file cannot be used: { $reason }. See whether the disk is full, whether the user that runs kpbot may read and write the file and its folder, and to database.url (KPBOT_DATABASE__URL).
check-database-empty = The database is empty. Run: kpbot init (or, to restore a backup: kpbot restore FILE)
check-database-old = The database has the schema of an older version. Run: kpbot migrate (if there is no backup from before the upgrade, go back to the old version and make one)
check-database-unknown = This version does not know the database's schema, which is most likely that of a newer kpbot. Upgrade kpbot; to stay with this version, restore a backup that it made.
check-clock = This machine's clock agrees with the database server's.
check-clock-ahead = This machine's clock is { $seconds } seconds ahead of the database server's. Turn on time synchronization (such as timedatectl set-ntp true).
check-clock-behind = This machine's clock is { $seconds } seconds behind the database server's. Turn on time synchronization (such as timedatectl set-ntp true).

check-roll-ups = Yesterday's numbers of items agree with the shares.
check-roll-ups-wrong = On { $day } the numbers of items of { $count } posts disagree with their shares, so that figures in digests are wrong; somebody may have changed the database by hand. Run: kpbot recount
check-jobs = Timed jobs are running.
check-jobs-never = No timed job has run yet. Run: kpbot serve
check-jobs-still = kpbot is not running; the last timed job ran at { $at }. Run: kpbot serve
check-jobs-future = A timed job is noted for the future ({ $at }): the clock was ahead once, or is behind now. No job runs before that. Set the clock right first; if it is right, restore a backup from before, or wait until then.
check-outbox = No message waits too long.
check-outbox-stuck = A message has waited for { $minutes } minutes. See the log of kpbot serve, the platform's token and the network.
check-outbox-waiting = A message has waited for { $minutes } minutes; it is sent once kpbot serve runs, unless it is too old by then.
check-outbox-struggling = { $count ->
    [one] 1 message was
   *[other] { $count } messages were
} tried several times without success and will be tried again. The platform said last: { $reason }
check-outbox-unknown = Of { $count } messages of the last seven days nobody knows whether they arrived (the connection broke). They are not sent again, lest they come twice.
check-outbox-failed = { $count } messages of the last seven days could not be sent. The log and the digest say why.

check-groups = Bound groups: { $count }.
check-groups-none = No group is bound yet. Print a code by kpbot code group REGION --kind officers, and say /bind CODE in the group.
check-groups-gone = The bot can no longer write to { $count ->
    [one] a group
   *[other] { $count } groups
} (it was removed, or the group is gone): { $names }. Add it again where it is wanted.
check-groups-unbound = { $count ->
    [one] A group is
   *[other] { $count } groups are
} not bound and get no push: { $names }. Print a code by kpbot code group, and say /bind CODE there.
check-groups-leaderless = { $count ->
    [one] A region has
   *[other] { $count } regions have
} no coordinators' group, so nobody sees the preview: { $names }. Run: kpbot code group REGION --kind coordinators
check-zones = Time zones: this machine knows all of them.
check-zones-unknown = This machine does not know these time zones: { $names }. Update tzdata.
check-links-no-address = These regions have short links on, but web.public_url is not set, so officers get none: { $names }. Set the address by which others reach kpbot; or turn them off: kpbot region set REGION --short-links off
check-links-on = These regions have short links on: { $names }. Openings are evidence and nothing else; please reward and rank nobody by them: WeChat blocks domains that reward sharing, and then no link opens.

check-sources = Sources of items: { $count } enabled.
check-sources-wrong = The files about sources cannot be used: { $problem }
check-sources-none = No source is enabled, so there is nothing to push. Enable one in feeds.toml.
check-sources-reserve-only = Only the reserve is enabled. Enable other sources in feeds.toml; add new ones with kpbot feed add.
check-source-trouble = Sources: { $reason }
check-reserve = Reserve: { $count } items approved.
check-reserve-unapproved = The reserve is not approved, so nothing of it is used. When a coordinator has read it, run: kpbot init --reserve-approved-by NAME
check-reserve-waiting = { $count } items of the reserve wait for a coordinator. When one has read them, run: kpbot init --reserve-approved-by NAME

check-day-undated = { choice-day-name }: calendar.toml has no date for { $year }. Please add a line once the year's notice is out.
check-calendar = Calendar: the days off of this year and the next are known.
check-calendar-next = Calendar: this year's days off are known; those of { $year } come with an upgrade once they are announced.
check-calendar-provisional = Calendar: the days off of { $year } are not known, so make-up days may be wrong. Upgrade kpbot.

check-group-named-unbound = The group “{ $chat }” of the settings is not bound and gets no pushes. To bind it: kpbot group bind { $platform } { $chat } PLACE --kind public (nothing said there is heard; for a group of officers use --kind officers, and its pushes ask them to record elsewhere)
check-group-not-in-settings = { $count ->
    [one] A group of { $platform } is bound but is not in the settings ({ $names }): nothing is sent there. To go on with it, put { $setting } back and restart kpbot; otherwise there is nothing to do.
   *[other] { $count } groups of { $platform } are bound but are not in the settings ({ $names }): nothing is sent there. To go on with them, put { $setting } back and restart kpbot; otherwise there is nothing to do.
}
check-platform-can = { $name }: { $can }.
check-platforms-none = No chat platform is set up, so the bot has nowhere to talk. Give a platform's token, such as KPBOT_TELEGRAM__TOKEN.
check-platform-slow = { $name } did not answer within { $seconds } seconds. See to the network and try again.
