# Backup and restore, for those who run kpbot.

archive-backup = Save records and photos as one file, while kpbot runs
archive-backup-file = File to make, such as kpbot-20261123.zip
archive-backup-force = Replace the file if it is there
archive-restore = Restore from a backup file; also the way from SQLite to PostgreSQL
archive-restore-file = A file that kpbot backup made
archive-restore-replace = Replace everything a database holds that is not empty
archive-restore-yes = Don't ask (with --replace)

archive-progress = Working on { $what } ({ $count }) …
archive-checking = Checking the backup: { $what } ({ $count }) …

archive-made = Saved to { $file }: { $rows } records and { $photos } photos, { $size } MB. It holds names and messages: keep it safe. The settings are not in it: copy config/ as well.
archive-photos-missing = The files of { $count } photos were not there when the backup was made, so they are not in it.
archive-cannot-write = The backup { $file } cannot be written: { $reason }
archive-cannot = { $file } cannot be read or written: { $reason }

archive-found = A backup of { $made_at } from kpbot { $version } ({ $engine }): { $rows } records and { $photos } photos.
archive-not-empty = The database is not empty: it holds { $rows } records. Nothing was changed. To replace all of them by the backup, add --replace.
archive-later-database = The present database is that of a newer kpbot, and nothing can be restored into it. Nothing was changed. Give an empty one and restore again: with SQLite move the database file away, with PostgreSQL make a new database and set database.url.
archive-running = kpbot seems to be running. Stop it before you restore.
archive-loses = The { $rows } records in the database will be lost and replaced by the backup:
archive-replace-sure = Are you sure?
archive-restored = Restored ({ $engine }): { $rows } records and { $photos } photos.
archive-restored-next = Now run kpbot check; if nothing is wrong, run kpbot serve.
archive-photos-kept = The photos that were there before are kept in { $folder }; delete them when you are sure.
archive-nul = PostgreSQL cannot hold some characters; { $count } texts have “�” in their place.

archive-error-exists = { $file } is there already and was not overwritten. To replace it, add --force.
archive-error-not-ours = This is no backup made by kpbot, or it is cut off. Nothing was changed.
archive-error-damaged = The backup is damaged: { $file } is not what its manifest says. Nothing was changed; use another backup.
archive-error-newer = This backup was made by kpbot { $version }, which is newer than this. Upgrade kpbot first. Nothing was changed.
archive-error-bad-line = Line { $line } of { $table } in the backup cannot be read. Nothing was changed.
archive-error-too-long = Line { $line } of { $table } in the backup: { $column } has more than { $limit } characters, which this database cannot hold. Nothing was changed.
archive-error-unfit = { $table } in the backup does not fit the database of this version. Nothing was changed.
