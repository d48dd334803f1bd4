# 宣传栏、图书角、大屏的更新记录。$name 是单位和设施的名字。

upkeep-date = { $month }月{ $day }日
upkeep-date-year = { $year }年{ upkeep-date }

upkeep-recorded = 已记：{ $name }，{ $date }更换。
upkeep-known = { $name }{ $date }已经记过了，不用再报。
upkeep-known-photo = { $name }{ $date }已经记过了，不用再报；照片已附在那条记录上。
upkeep-sentences = {""}
upkeep-late = （一周以前的，按补记算。）
upkeep-for-officer = （由协调员代记。）
upkeep-resumed-too = 提醒也恢复了。
upkeep-future = { $date }还没到，等换好了再记。
upkeep-gone = 这条记录或这处设施已经不在了。
upkeep-withdrawn = 已撤回：{ $name }，{ $date }的更换记录。
upkeep-photo-added = 照片收到了，已附在{ $name }的记录上。
upkeep-photo-please = 请把照片发给我。

upkeep-button-renewed = 已更换：{ $name }
upkeep-button-date = 改日期
upkeep-button-withdraw = 撤回
upkeep-button-photo = 加照片
upkeep-button-today = 今天
upkeep-button-yesterday = 昨天
upkeep-button-before-yesterday = 前天

upkeep-which = { $date }换的是哪一处？请选一处。
upkeep-which-more = 还有 { $more } 处没有列出，请写上名字再发一次，例如“/{ $command } { $example }”。
upkeep-not-found = 没有找到“{ $words }”。您可以记的有：{ $names }。
upkeep-which-day = { $name }是哪天换的？请选一个，或者直接发日期，例如“11月20日”。
upkeep-day-unread = 没看懂“{ $said }”是哪一天，请写成“11月20日”或“昨天”。
upkeep-no-facility = { $kind ->
    [board] 您这里还没有登记宣传栏，请当地协调员登记一下。
    [books] 您这里还没有登记图书角，请当地协调员登记一下。
   *[screen] 您这里还没有登记大屏，请当地协调员登记一下。
}
upkeep-none-in-region = 您负责的地区还没有登记过设施。
upkeep-list-privately = 名单已经发到我们的私聊里了。
upkeep-list-ask-privately = 名单请私下问我：{ private-way }，发“/boards”。

upkeep-list-head = 共 { $count } 处：过期 { $overdue }，没有记录 { $not-known }，该更新 { $due }，暂停 { $paused }，正常 { $fresh }。
upkeep-list-more = 另有 { $more } 处没有列出。
upkeep-list-overdue = 🔴 { $name }：过期，上次 { $date }
upkeep-list-not-known = ⚪ { $name }：没有记录
upkeep-list-due = 🟡 { $name }：该更新，上次 { $date }
upkeep-list-paused = ⏸ { $name }：暂停
upkeep-list-fresh = 🟢 { $name }：正常，上次 { $date }
