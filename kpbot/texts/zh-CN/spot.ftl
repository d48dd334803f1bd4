# 每周抽查：从上一整周的分享里随机抽几条，请协调员看一眼。只是看看，不是考核结论。

spot-title = 每周抽查 · { $place }（{ $since }至{ $until }）
spot-asked = 从上一整周的分享里随机抽到 { $count } 条，请您有空时到群里、微博上看一眼，看到什么选什么。
spot-line = { $number }. { $day } · { $unit } · { $name } · { $where } · 《{ $title }》
spot-address = {"    "}公开的地址：{ $address }
spot-no-unit = 没有单位
spot-answered = {"    "}答：{ $answer }（{ $by }）
spot-how = 选错了可以再选，本周之内都能改。
spot-done = 都答过了，谢谢。选错了可以再选，本周之内都能改。
spot-over = 这一周的抽查已经结束。
spot-no-verdict = “没看到”不等于没做：消息可能被刷过去了，您也可能不在那个群里。答案只如实记下，不扣任何人的，也不通知本人。
spot-button = { $number } { $answer }
spot-answer-seen = 看到了
spot-answer-not-seen = 没看到
spot-answer-unsure = 说不准
spot-noted = 第 { $number } 条记下了：{ $answer }。
spot-again = 第 { $number } 条已经记的是“{ $answer }”。
spot-late = 这一周的抽查已经结束，答案不再改了。每周第一个工作日会抽新的。
spot-own = 这一条是您自己的分享，请别的协调员来看；没有别人的话，空着就行。
spot-none = 本周没有等您看的抽查。

mydata-spots = 【抽查】{ $count } 条
mydata-spot = { $day } 《{ $title }》 { $where }：{ $answer }
mydata-spot-waiting = 还没有人答

commands-spot-check = 每周抽查
commands-spot-check-show = 看某一周抽到了哪几条、答了什么，并当场重抽一遍核对
commands-spot-check-region = 地区，例如 演示市/青禾县；能分清时，写一部分就行
commands-spot-check-week = 抽查的是哪一周的分享，例如 2026-W47；默认最近的一整周
commands-spot-check-bad-week = 周要写成 2026-W47 这样（ISO 周，周一开始）。
commands-spot-check-head = { $place }，{ $since } 至 { $until } 的分享（{ $week }）
commands-spot-check-none = 这一周没有抽查：没有能看的分享，没有协调员能问到，或者 spot_checks.each_week 是 0。
commands-spot-check-same = 按现在的记录重抽一遍，抽到的是同样 { $count } 条。
commands-spot-check-differs = 按现在的记录重抽一遍，有出入：问过的有 { $missing } 条没抽到，另抽到 { $other } 条。问过以后记录有过改动（例如撤回内容、更正去向、交接岗位、补记分享），或者换过 spot_checks.seed，都会这样。
