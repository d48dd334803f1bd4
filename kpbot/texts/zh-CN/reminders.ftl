# 提醒：一处一行，一处一排按钮。$name 是单位和设施的名字，$month、$day 是日期。

reminders-head = { $count ->
    [1] 您好，下面这一处请您看一下：
   *[other] 您好，下面 { $count } 处请您看一下：
}
reminders-head-group = 各位信息员好，下面 { $count } 处请负责的信息员看一下：

reminders-due = { $name }：该更新了（上次 { $month }月{ $day }日）
reminders-overdue = { $name }：已经过期，请更新（上次 { $year }年{ $month }月{ $day }日）
reminders-never = { $name }：还没有更新记录，换过的话请告诉我一声
reminders-event = { $name }：这个月还没有活动记录
reminders-event-how = 活动办完后发“/report 活动名称 人数”就行，照片也发到这里。

reminders-done = ✅ { $name }：{ $month }月{ $day }日已更换
reminders-held = ✅ { $name }：{ $month }月{ $day }日办了活动
reminders-snoozed = ⏰ { $name }：{ $month }月{ $day }日再提醒
reminders-paused = ⏸ { $name }：已暂停，换好后发 /{ $command } 登记，提醒就恢复
reminders-paused-until = ⏸ { $name }：已暂停，{ $month }月{ $day }日恢复

reminders-button-done = 已更换
reminders-button-report = 上报活动
reminders-button-snooze = 三天后再提醒
reminders-button-pause = 暂停
reminders-button-resume = 恢复提醒
reminders-pause-1 = 暂停 1 个月
reminders-pause-3 = 暂停 3 个月
reminders-pause-0 = 一直暂停

reminders-snoozed-answer = 好的，三天后再提醒。
reminders-no-more-snooze = 已经推迟过两次了，这次请先办一下；一时办不了就选“暂停”。
reminders-paused-answer = 好的，先不提醒了。
reminders-resumed-answer = 好的，恢复提醒。
reminders-pause-how-long = 请选暂停多久。
