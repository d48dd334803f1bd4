# 备份和恢复：给运维的人看。

archive-backup = 备份：把记录和照片存成一个文件，不用停机
archive-backup-file = 存成哪个文件，例如 kpbot-20261123.zip
archive-backup-force = 文件已经有了，就换掉它
archive-restore = 从备份文件恢复；也用来从 SQLite 换到 PostgreSQL
archive-restore-file = kpbot backup 存的文件
archive-restore-replace = 数据库里有记录，也全部换成备份里的
archive-restore-yes = 不再询问（和 --replace 一起用）

archive-progress = 正在处理 { $what }（{ $count }）……
archive-checking = 正在核对备份文件：{ $what }（{ $count }）……

archive-made = 备份好了：{ $file }，{ $rows } 条记录、{ $photos } 张照片，共 { $size } MB。里面有人名和消息，请妥善保管；设置文件不在里面，config/ 要另外复制。
archive-photos-missing = 有 { $count } 张照片在备份时找不到文件，没有存进去。
archive-cannot-write = 写不了备份文件 { $file }：{ $reason }
archive-cannot = 读写不了 { $file }：{ $reason }

archive-found = 备份时间 { $made_at }，来自 kpbot { $version }（{ $engine }）：{ $rows } 条记录、{ $photos } 张照片。
archive-not-empty = 数据库不是空的，里面有 { $rows } 条记录，什么也没有改动。确实要全部换成备份里的，请加上 --replace。
archive-later-database = 现在的数据库来自更新的 kpbot，不能在里面恢复，什么也没有改动。请换一个空的：SQLite 先把数据库文件移开，PostgreSQL 新建一个库、改 database.url，再恢复一次。
archive-running = kpbot 好像正在运行。请先停掉它，再恢复。
archive-loses = 数据库里现有的 { $rows } 条记录会全部丢掉，换成备份里的：
archive-replace-sure = 确定吗？
archive-restored = 恢复好了（{ $engine }）：{ $rows } 条记录、{ $photos } 张照片。
archive-restored-next = 接着运行 kpbot check 看一看，没有问题再运行 kpbot serve。
archive-photos-kept = 原来的照片没有删，在 { $folder }，确认不要了再自己删。
archive-nul = PostgreSQL 存不了的字符有 { $count } 处，已换成“�”。

archive-error-exists = { $file } 已经有了，没有覆盖。确实要换掉它，请加上 --force。
archive-error-not-ours = 这不是 kpbot 的备份文件，或者文件不完整。什么也没有改动。
archive-error-damaged = 备份文件坏了：{ $file } 和清单对不上。什么也没有改动，请换一份备份。
archive-error-newer = 这份备份来自 kpbot { $version }，比现在的新。请先升级 kpbot。什么也没有改动。
archive-error-bad-line = 备份文件里 { $table } 第 { $line } 行读不懂。什么也没有改动。
archive-error-too-long = 备份文件里 { $table } 第 { $line } 行的 { $column } 超过 { $limit } 个字，这个数据库放不下。什么也没有改动。
archive-error-unfit = 备份文件里的 { $table } 和这个版本的数据库对不上。什么也没有改动。
