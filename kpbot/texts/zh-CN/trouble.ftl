# 内容来源出了问题：当天告诉最上一级协调员群一次，简报里再提一次；好了也说一声。
# $name 是来源名称，$month、$day 是从哪天起，$reason 是出了什么事、该怎么办，$days 是按它平时的更新可以等几天。

trouble-title = 内容来源取不到了
trouble-title-mended = 内容来源恢复了
trouble-failing = “{ $name }”从{ $month }月{ $day }日起取不到内容。{ $reason }
trouble-gone = “{ $name }”已停止访问（{ $month }月{ $day }日起）。{ $reason }
trouble-silent = “{ $name }”能打开，但从{ $month }月{ $day }日起没有新内容，超过了它平时的间隔（最多等 { $days } 天）。请看看网站是不是停更或者搬了家；不再用的，请系统管理员停用。
trouble-more = 另外还有 { $count } 个来源也取不到。
trouble-goes-on = 系统会自己接着试，好了会说一声。几天都不好，请把这条消息转给系统管理员。
trouble-ended = 不处理就不会再取，请把这条消息转给系统管理员。
trouble-mended = “{ $name }”又能取到内容了，不用处理。
trouble-mended-more = 另外还有 { $count } 个来源也恢复了。
