# 上报活动：一行话、问答、核对、改正，以及协调员的审阅。

events-kind-lecture = 讲座
events-kind-training = 培训
events-kind-contest = 竞赛
events-kind-performance = 演出
events-kind-exhibition = 展览
events-kind-activity = 其他
events-default-lecture = 科普讲座
events-default-training = 科普培训
events-default-contest = 科普竞赛
events-default-performance = 科普演出
events-default-exhibition = 科普展览
events-default-activity = 科普活动
events-title-kind = { $title }（{ $kind }）

events-day = { $year }年{ $month }月{ $day }日（{ $weekday ->
    [1] 周一
    [2] 周二
    [3] 周三
    [4] 周四
    [5] 周五
    [6] 周六
   *[7] 周日
}）
events-day-part = { $day }{ $part }
events-part-morning = 上午
events-part-afternoon = 下午
events-part-evening = 晚上
events-headcount = { $count } 人
events-headcount-about = 约 { $count } 人
events-photos = { $count ->
    [0] 没有照片
   *[other] 照片 { $count } 张
}
events-line = { $title }，{ $day }，{ $headcount }

events-card-whose = { $name }上报活动
events-card-behalf = 替{ $name }上报活动
events-known = 已记下：{ $facts }
events-joiner = ，
events-ask-station = 是在哪个e站办的？
events-ask-title = 办的是什么活动？点一种，或者直接写名称，例如“健康讲座”。
events-ask-day = 是哪天办的？选一个，或者写日期，例如“11月20日下午”。
events-ask-headcount = 来了多少人？写个数就行，例如“62”或“约60”。
events-say-cancel = 不报了就回复“取消”。
events-ask-fields = 要改哪一项？
events-ask-photos = 请把照片直接发到这里，一次可以发几张。发完选“好了”。
events-ask-same = { $station }这一天已经有一场“{ $title }”（{ $headcount }，{ $name }上报）。是同一场吗？是的话，新的内容和照片会并到那一场里。
events-ask-resume = 您还有一份没报完的活动。接着报，还是重新报？
events-check = 请核对，没错就确认：
events-check-fix = 改成这样，对吗？
events-check-hint = 要改的话选下面的一项，或者直接写，例如“人数65人”“是昨天”。

events-day-assumed = 没有写日期，先按今天记。不是今天的话，请改时间。
events-doubt-few = 不足 { $minimum } 人：照实记下，但不算进每月一场的任务。人数对吗？
events-doubt-about-minimum = 大约的人数离 { $minimum } 人很近。能数准的话改成准数更好，就按这个报吗？
events-doubt-unlikely = 人数多得少见，请看看是不是多打了一位。
events-doubt-future = 这一天还没有到。日期对吗？
events-doubt-old = 这一天离今天已经超过两个月。日期对吗？
events-doubt-day = 日期也可能是别的意思，请看看对不对。

events-trouble-too-long = 这条太长了，请写短一些，一两句话就够。
events-trouble-title-too-long = 名称太长了，请在 { $limit } 个字以内。
events-trouble-no-title = 没有看到名称，请写几个字，例如“健康讲座”。
events-trouble-no-day = 没有看懂日期。可以写“今天”“昨天下午”“周三”或“11月20日”。
events-trouble-unreadable-day = 没有看懂日期“{ $said }”。可以写“今天”“昨天下午”“周三”或“11月20日”。
events-trouble-no-headcount = 没有看懂人数。请写一个数，例如“62”或“约60人”。
events-trouble-no-station = 没有找到这个e站，请在下面选。
events-trouble-unclear = 没有看懂要改什么。
events-trouble-station-gone = 这个e站现在不归您上报了，请重新选。
events-trouble-photos-full = 一场活动最多留 { $limit } 张照片，多出来的没有收。
events-photos-got = 照片收到了，现在有 { $count } 张。

events-button-confirm = 确认上报
events-button-confirm-fix = 确认改正
events-button-sure = 就是这样
events-button-change = 改一改
events-button-title = 改名称
events-button-day = 改时间
events-button-headcount = 改人数
events-button-station = 改e站
events-button-photos = 加照片
events-button-photos-done = 好了
events-button-cancel = 取消
events-button-back = 返回
events-button-today = 今天
events-button-yesterday = 昨天
events-button-before-yesterday = 前天
events-button-same = 是同一场
events-button-different = 不是，另一场
events-button-go-on = 接着报
events-button-anew = 重新报
events-button-fix = 改正
events-button-withdraw = 撤回
events-button-withdraw-yes = 确定撤回
events-button-withdraw-no = 不撤了
events-button-accept = 通过
events-button-return = 退回
events-button-return-no = 不退了

events-reported = 已上报，等协调员审阅：
events-merged = 已并到原来那一场：
events-corrected = 已改正，等协调员再看：
events-unchanged = 没有改动：
events-few-note = 不足 { $minimum } 人，不算进每月一场的任务
events-late-note = 补报（过了一周以上）
events-behalf-note = 由{ $by }代报
events-cancelled = 没有上报，已取消。
events-cancel-other = 好的，已取消。
events-cancel-none = 现在没有要取消的事。
events-busy = 您还有一份没报完的活动，请先确认或取消那一份。
events-reply-here = 要写字的话，请回复这条消息。
events-cancelled-fix = 没有改动，还是原来的内容。
events-whose = 这是{ $name }的上报。
events-over = 这份上报已经结束了。发送 /events 看看报过的活动。

events-no-post = 您还不是科普信息员，不能上报活动。请向协调员要一个单位码，发“/join 单位码”加入。
events-pending = 您的加入还在等协调员确认，确认以后就能上报。
events-coordinator = 活动由e站所在单位的科普信息员上报。要替信息员补报，请发“/for 姓名 /report 健康讲座 62人 昨天”。
events-no-station = { $unit }还没有登记科普中国e站，所以还不能上报活动。请本地区的协调员登记一下就可以了。

events-own-none = 最近没有上报过活动。发送 /report 上报一场，例如：/report 健康讲座 62人 今天下午
events-own-list = 最近的活动（选一场可以改正或撤回）：
events-own-line = { $number }. { $event }，{ $state }
events-state-reported = 等审阅
events-state-accepted = 已通过
events-state-returned = 被退回
events-state-withdrawn = 已撤回
events-month = { $station }：{ $month } 月办了 { $events } 场，其中满 { $minimum } 人的 { $counting } 场（要求每月至少 1 场）。
events-note = 退回原因：{ $note }
events-privately = 已经私下发给您了。
events-not-there = 没有找到这场活动，可能已经撤回了。
events-withdraw-ask = 撤回这场活动吗？撤回以后不再计数，记录里会留下撤回的痕迹。
events-withdrawn = 已撤回：

events-desk-new = { $name }上报了一场活动，请审阅：
events-desk-again = { $name }改正了一场活动，请再看一下：
events-desk-accepted = 已通过（{ $by }）
events-desk-returned = 已退回（{ $by }）
events-desk-corrected = 信息员已改正，请看新的一条。
events-desk-withdrawn = 信息员已撤回。
events-desk-why = 退回的原因？点一个，或者直接写一句话，会转告{ $name }。
events-desk-why-photo = 照片看不清
events-desk-why-headcount = 人数请核对
events-desk-why-day = 日期请核对
events-desk-why-kind = 请写清楚是什么活动
events-desk-why-long = 这句话太长了，请在 { $limit } 个字以内。
events-desk-changed = 这场活动后来改过，请看新的一条。
events-desk-done = 已经有人处理过了：{ $state }。
events-desk-none = 没有等您审阅的活动。
events-desk-list = 有 { $count } 场活动等您审阅：
events-desk-more = { $count } 场活动等您审阅，先列出 { $shown } 场，处理完再发 /events。
events-desk-month = { $month } 月：{ $stations } 个e站里，{ $met } 个已有满 { $minimum } 人的活动。还没有的：{ $names }{ $more ->
    [0] {""}
   *[other] 等
}
events-desk-month-all = { $month } 月：{ $stations } 个e站都已有满 { $minimum } 人的活动。
events-names-joiner = 、
events-returned = { $name }，“{ $title }”被退回了：{ $note }。改好以后再确认一次就行。

events-photo-refused-size = 有一张照片太大了（超过 10 MB），没有留下。请压缩以后再发。
events-photo-refused-type = 有一张照片的格式不认识，没有留下。请发 JPG 或 PNG 图片。
events-photo-refused-pixels = 有一张照片的尺寸太大了，没有留下。请缩小以后再发。
events-photo-refused-broken = 有一张照片打不开，没有留下。请再发一次。
events-photo-lost = 有一张照片没有取到，请再发一次。还是不行，就发一张小一点的。
