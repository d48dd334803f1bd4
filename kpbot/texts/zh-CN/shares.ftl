day = { $month }月{ $day }日（周{ $weekday ->
    [1] 一
    [2] 二
    [3] 三
    [4] 四
    [5] 五
    [6] 六
   *[7] 日
}）
list-joiner = 、
sent-privately = 已发到您和我的私聊里。
open-private-first = 请先{ private-way }，说一声“你好”，我才能单独发给您。

destination-wechat = 微信群
destination-moments = 朋友圈
destination-qq = QQ
destination-weibo = 微博
destination-other = 其他
destination-ask = 您一般把内容转发到哪里？以后记“已分享”就按这个记，随时可以改。现在记的是：{ $now }。
destination-chosen = 好的，以后“已分享”都记为：{ $where }。

share-recorded = 已记 { $done }/{ $need }（{ $where }）
share-enough = 已记 { $done }/{ $need }（{ $where }），今天完成了，辛苦！
share-again = 这条今天记过了，现在是 { $done }/{ $need }。
today-not-registered = 今日三条是按地区发的，这个账号还没有登记，不知道看哪里的。要加入，请向当地的协调员要一个单位码，在和我的私聊里发送：/join 单位码
share-no-edition = 今天的三条还没有推送。推送以后再来就行。
share-which = 分享了哪几条？请发 /share 和条目的数字，比如：/share 1 3（今天共 { $count } 条）。
share-not-so-many = { $today ->
    [yes] 今天
   *[no] 这一天
}只有 { $count } 条，没有第 { $numbers } 条。
share-unknown-address = 没有找到这个网址对应的内容。只有推送过或登记过的内容才能记，请核对一下网址。
share-address-which = 这个地址里是{ $day ->
    [today] 今天
   *[other] { $day }
}的哪几条？请连同{ $day ->
    [today] 数字再发一次，比如：/share 1 地址
   *[other] 日期和数字再发一次，比如：/share { $date } 1 地址
}（共 { $count } 条）。
share-address-ask = 这是公开发布的地址（{ $where }）。里面是{ $day ->
    [today] 今天
   *[other] { $day }
}的哪一条？回复数字就行。
share-address-item = { $number }. 《{ $title }》
share-address-noted = 地址也记下了，协调员抽查时可以去看。
share-address-short = 这是微博的短链接，看不出是哪一条，所以没有记。请打开那条微博，点“…”→“复制链接”，把 weibo.com 或 m.weibo.cn 开头的地址发给我。
share-address-added = { $titles }（{ $where }）的地址记下了。
share-address-again = 这个地址已经记过了。要看、要改，请发 /me
share-address-no-day = { $day }没有可以补记的三条：只能补最近七天推送过的。
share-not-registered = 您还没有登记为科普信息员，所以没有记录。请向协调员要一个单位码，再私聊我发送：/join 单位码
share-pending = 您的登记还在等协调员确认，确认以后就能记录了。
share-coordinator = 分享由科普信息员本人来记。要替信息员补记，请发：/for 姓名 /share 1 2 3

me-of = 【{ $place }】
me-other = 您还负责{ $place }：{ $today }
me-other-button = 看{ $place }的
me-today = 今天已记 { $done }/{ $need } 条。
me-counting = 其中计入考核指标6-2的有 { $counting } 条（看内容来源）。
me-share = · 《{ $title }》→ { $where }
me-week = 最近七天：
me-day = { $day } { $count } 条
me-day-none = { $day } 没有记录
me-day-head = { $day }记了 { $count } 条：
me-hint = 要撤回或更正，请选下面的条目或日期。
me-one = 《{ $title }》
    { $day } 转发到：{ $where }
    转发的地方记错了？选正确的；没有转发过就撤回。
me-withdraw = 撤回这条
me-back = 返回
me-withdrawn = 已撤回。
me-gone = 这条记录已经不在了。

push-title = 今日三条 · { $day }
push-footer = { $sharers ->
    [0] 转发到您的群以后，记一下“已分享”就好。
   *[other] 今天已有 { $sharers } 位信息员分享。转发以后记一下“已分享”就好。
}
push-footer-elsewhere = 转发以后，请在和我的私聊里记一下“已分享”。群里说的话我看不到。
push-footer-public = 觉得有用，欢迎转给家人和朋友。
push-shared = 已分享 { $number }
push-shared-all = 三条都分享了
push-copy = 复制文字
push-destination = 改转发去向
push-missed = { $day }的推送错过了：机器人当时没有运行，而且已经超过补发时间，{ $count } 个群没有收到。这一天的分享情况记为“不清楚”，不算信息员没完成。
push-empty = { $day }没有可推送的内容，{ $count } 个群没有收到。请登记或审看一些内容；这一天的分享情况记为“不清楚”。
edition-recalled-item = 这一条已经撤回，请不要再转发。
edition-source = 来源：{ $source }
recall-notice = 更正：《{ $title }》已经撤回，请不要再转发；已经转发的，请在群里说明一下。给您添麻烦了。
recall-sharer = 您转发过的《{ $title }》已经撤回。请在转发过的群里说明一下，谢谢。您的分享记录不受影响。

desk-title-general = 请审看 · { $day }三条
desk-title-village = 请审看 · { $day }三条（发给村里的群）
desk-why = 第{ $number }条：{ $reasons }
desk-reason-joiner = ；
desk-short = 注意：只选出 { $count } 条，不够三条。这一天的分享情况会记为“不清楚”。
desk-unread = 第 { $numbers } 条来自需要审看的来源，还没有人看过。批准这一天，就是同意用它们；没有批准就不会推送。
desk-provisional = { $year }年的放假安排还没有公布，工作日是暂定的。
desk-state-proposed = 还没有批准。到时没有批准，就改用已经审定的储备内容。
desk-state-approved = 已批准，到点推送。
desk-state-skipped = 这天不推送。
desk-state-substituted = 到时没有批准，已改用储备内容推送。
desk-state-held = 没有批准，还没有推送。批准后马上推送。
desk-pushed-approved = 已批准，已推送。要撤回某一条，请发 /recall
desk-pushed-substituted = 到时没有批准，已改用储备内容推送，就是上面这几条。要撤回某一条，请发 /recall
desk-pushed-proposed = 没有人批准，已照设置按时推送。要撤回某一条，请发 /recall
desk-approve = 批准
desk-swap = 换第{ $number }条
desk-skip = 这天不推
desk-unskip = 还是推送
desk-done-approved = { $name }已批准，到点推送。
desk-done-skipped = { $name }定了这天不推送。
desk-toast-approved = 已批准
desk-toast-skipped = 好的，这天不推送
desk-toast-swapped = 换好了
desk-nothing-else = 没有别的内容可换了。
desk-too-late = 这一天的内容已经推送，不能再改。要撤回某一条，请发 /recall
desk-not-coordinator = 这件事由本地区的协调员来办。
desk-recall-none = 最近三天没有可以撤回的内容。
desk-recall-which = 要撤回哪一条？撤回后不再推送，收到过的群会看到更正，转发过的人会收到通知。
desk-recall-sure = 确定撤回《{ $title }》吗？
desk-recall-confirm = 确定撤回
desk-recalled = 《{ $title }》已撤回，正在更正 { $count } 个群里的消息，并通知转发过的人。
desk-none-waiting = 眼下没有等您批准的今日三条。
desk-more-waiting = 还没有批准。另有 { $count } 份也在等，这一份定了以后再发 /approve 看下一份。
