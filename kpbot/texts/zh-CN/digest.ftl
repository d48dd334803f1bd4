# 协调员简报：每天早上一条，只说例外和需要办的事。
# $month、$day 是第一天，$to_month、$to_day 是最后一天，$count 是天数。

digest-date = { $month }月{ $day }日
digest-dates = { $count ->
    [1] { digest-date }
   *[other] { digest-date }至{ $to_month }月{ $to_day }日
}
digest-joiner = 、
digest-and-more = { $more ->
    [0] {""}
   *[other] 等
}

digest-title = 科普简报（{ digest-dates }）

digest-nothing = { $pushed ->
    [0] 没有需要您办的事。
   *[other] 没有需要您办的事。推送 { $pushed } 次，全部送达。
}
digest-nothing-shares = { digest-nothing }{ digest-shares }
digest-nothing-but = 没有需要您办的事，下面的情况请您知道一下。

digest-approve = { $count ->
    [1] { digest-date }的今日三条等您审核，请看群里的预览消息。
   *[other] { digest-dates }有 { $count } 天的今日三条等您审核，请看群里的预览消息。
}
digest-confirm = 有 { $count } 位新的科普信息员等您确认：{ $names }{ digest-and-more }。
digest-events = 有 { $count } 场活动等您审阅：{ $names }{ digest-and-more }。
digest-escalated = 有 { $count } 处该办的过了期还没办，请您过问一下：{ $names }{ digest-and-more }。
digest-review = 有 { $count } 条内容等您看一眼，请选下面的一项，或者发送 /review。
digest-spot = 本周抽查还有 { $count } 条没有人答，请您有空时看一眼。
digest-group-gone = 我已不在这 { $count } 个群里了，请重新拉我进群：{ $names }{ digest-and-more }。
digest-push-failed = 有 { $count } 个群没收到今日三条，请看看我在群里还能不能发言：{ $names }{ digest-and-more }。
digest-unreachable = 有 { $count } 位信息员收不到提醒，请他们进工作群，或者私下跟我说句话：{ $names }{ digest-and-more }。

digest-push-missed = { $count ->
    [1] { digest-date }系统没有运行，今日三条没有推送。这一天的分享，三条不够的按“不清楚”计。
   *[other] { digest-dates }之间有 { $count } 天系统没有运行，今日三条没有推送。这些天的分享，三条不够的按“不清楚”计。
}
digest-edition-short = { $count ->
    [1] { digest-date }没有凑够三条。这一天的分享，三条不够的按“不清楚”计。
   *[other] { digest-dates }之间有 { $count } 天没有凑够三条。这些天的分享，三条不够的按“不清楚”计。
}
digest-calendar-provisional = { digest-dates }的放假安排还没有录入，暂按法定节假日推算，调休上班的日子可能不准。
digest-feeds-more = 另外还有 { $count } 个内容来源也有问题，请系统管理员用 kpbot feed list 查看。
digest-undelivered = 另有 { $count } 条消息没能送达。

digest-shares = { $days ->
    [1] 分享：够三条的 { $met } 人，不够的 { $not_met } 人，不清楚的 { $not_known } 人。
   *[other] 分享（{ $days } 天合计）：够三条的 { $met } 人次，不够的 { $not_met } 人次，不清楚的 { $not_known } 人次。
}
digest-part-joiner = ，
digest-shares-unknown = 不清楚的原因：{ $parts }。
digest-unknown-silent = 没有回应 { $count }
digest-unknown-on-leave = 请假 { $count }
digest-unknown-short-edition = 当天不足三条 { $count }
digest-unknown-bot-down = 系统停过 { $count }
digest-unknown-no-push = 没有推送 { $count }
digest-unknown-not-joined = 还没有加入 { $count }
digest-shares-evidence = 分享的依据（每条只按最可靠的一种计一次）：{ $parts }。
digest-evidence-claimed = 本人说的 { $count }
digest-evidence-observed = 群里看到的 { $count }
digest-evidence-reached = 有人打开的 { $count }
digest-evidence-imported = 官方App导入的 { $count }
digest-evidence-spot-checked = 抽查过的 { $count }

digest-button-approve = 看等批准的三条
digest-button-confirm = 看待确认的人
digest-button-events = 看待审阅的活动
digest-button-escalated = 看各处设施
digest-button-review = 看待审的内容
digest-button-spot = 看本周抽查
digest-ask-privately = 简报请私下问我：{ private-way }，发“/digest”。
