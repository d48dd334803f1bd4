role-officer = 科普信息员
role-coordinator = 协调员
post-state-pending = 等待确认
post-state-active = 在任
post-state-ended = 已结束
post-state-refused = 未通过
post-state-merged = 已并入您的另一条登记
private-way = { $way ->
    [link] 点下面的按钮打开私聊
   *[profile] 点我的头像 → 发消息
}
private-please = 这件事请到和我的私聊里办：{ private-way }，把刚才的命令再发一次。
place-unknown = 在您负责的地区里没有找到“{ $name }”。请写全一点，例如：青禾县/槐树村。别的地区由那里的协调员来办。
place-several =
    “{ $name }”可能是下面这些，请写全一点再发一次：
    { $names }

join-in-private-first = 加入要在私聊里办：{ private-way }，在那里发送 /join 和您的码。
join-in-private = 加入的事我们到私聊里说，我已经给您发了消息。
join-how = 请发送 /join 加上您的码，例如：/join ABCD-2345。码向当地科协的协调员要。
join-as-officer = 科普信息员
join-as-coordinator = 协调员
join-notice =
    这个码可以让您成为{ $place }的{ $what }。加入之前，请先看一下会保存什么：
    · 会保存：您愿意用的称呼、您在这个聊天平台上的账号、您报来的分享、活动和更新，还有您做过哪些操作的记录。
    · 不保存：身份证号、手机号，也不保存群里的聊天内容。
    · 谁能看到：本地区和上级的科协协调员，还有系统管理员。不搞个人排名。
    · 随时可以：发送 /mydata 看全部内容，发送 /forgetme 注销。
    您同意吗？
join-also = 您要担任{ $place }的{ $what }吗？您的称呼照旧，原来的岗位不受影响。
join-button-yes = 同意
join-button-no = 不同意
join-button-also = 要
join-button-not = 不要
join-declined = 好的，什么都没有保存。以后想加入，再发一次 /join 和码就行。
join-not-also = 好的，没有改动。
join-again = 这一步已经过去了。要加入，请再发一次 /join 和您的码。
join-name-ask = 谢谢。怎么称呼您？选下面的称呼，或者直接把称呼发给我。
join-name-ask-plain = 谢谢。怎么称呼您？请把称呼发给我，例如：李秀英。
join-button-name = 就用“{ $name }”
join-name-empty = 这里面没有字。请发一个称呼，例如：李秀英。
join-name-long = 这个称呼太长了，请不要超过 { $limit } 个字。
join-name-number = 请不要填号码。手机号、身份证号我们都不收，发一个称呼就行。
join-already = 您已经在{ $place }的岗位上了，不用再加入。发送 /help 看看能做什么。
join-waits = 您加入{ $place }的申请已经收到，正在等协调员确认。
join-asked = { $name }，申请已经交给协调员。确认以后我会在这里告诉您，您就可以开始做{ $place }的事了。
join-asked-nobody = { $name }，加入{ $place }的申请已经记下。现在还找不到能确认的协调员，请跟当地科协说一声，让协调员发送 /confirm 来确认。
join-coordinator = { $name }，您现在是{ $place }的协调员了。发送 /help 看看能做什么。
join-confirmed = 好消息：协调员已经确认，您现在是{ $place }的科普信息员了。发送 /help 看看能做什么。
join-refused = 协调员没有通过您加入{ $place }的申请。有疑问请联系当地科协。发送 /forgetme 可以删掉您的资料。

confirm-asked = { $name }申请担任{ $place }的科普信息员。
confirm-asked-handover = { $name }申请接任{ $place }的科普信息员。确认之后，原来的信息员就卸任。
confirm-button-yes = 确认
confirm-button-no = 拒绝
confirm-button-yes-name = 确认 { $name }
confirm-button-no-name = 拒绝 { $name }
confirm-done = ✅ { $name }（{ $place }科普信息员）：{ $by }已确认。
confirm-refused = { $name }（{ $place }科普信息员）：{ $by }已拒绝。
confirm-already = { $by }已经确认过{ $name }了。
confirm-already-refused = { $by }已经拒绝过{ $name }了。
confirm-withdrawn = 这个申请已经撤回了。
confirm-none = 现在没有人等您确认。
confirm-list = 等您确认的有 { $count } 人：
confirm-line = · { $name }，{ $place }
confirm-more = 还有 { $count } 人，处理完这些再发一次 /confirm。

leave-no-post = 您现在没有岗位，不用卸任。
leave-which = 要卸任哪一个岗位？
leave-ask = 您确定卸任{ $place }的岗位吗？您的记录会留在这个岗位上，协调员会知道岗位空出来了。要交给下一位，请用 /handover。
leave-button-yes = 确定卸任
leave-button-no = 不卸任
leave-kept = 好的，没有改动。
leave-done = { $place }的岗位已经结束。谢谢您做的工作！要删掉您的资料，请发送 /forgetme。
vacancy-officer = { $name }卸任了，{ $place }现在没有科普信息员。用 /code 印一个单位码，就可以请新人加入。
vacancy-officers-left = { $name }卸任了，{ $place }还有别的科普信息员。
vacancy-coordinator = { $name }不再担任{ $place }的协调员。
vacancy-officer-nameless = { $place }的科普信息员岗位空出来了，现在没有人。用 /code 印一个单位码，就可以请新人加入。
vacancy-officers-left-nameless = { $place }有一个科普信息员岗位空出来了，还有别的信息员在。
vacancy-coordinator-nameless = { $place }的一个协调员岗位空出来了。

handover-how = 要交接哪个单位？请发送 /handover 加单位名，例如：/handover 青禾县/槐树村
handover-which = 要交接哪一个岗位？
handover-passed-on = 已经告诉协调员：您想交接{ $place }。协调员会发一个码给接任的人；接任的人确认之前，岗位还是您的。
handover-nobody = 您想交接{ $place }，已经记下了。现在找不到协调员，请直接跟当地科协说一声。
handover-asked = { $name }想把{ $place }的科普信息员工作交给下一位。选下面的一项，我就把接任用的码发给您和{ $name }。
handover-button-give = 发交接码
handover-button-from = 从{ $name }手里交接
handover-whose = { $place }：由谁交出？
handover-vacant = { $place }现在没有科普信息员，不用交接。用 /code unit 印一个单位码，请新人加入就行。
handover-given = { $name }（{ $place }）的交接码，{ $by }已经发出。
handover-code =
    { $place }的交接码：{ $code }
    30 天内有效。请让接任的人在和我的私聊里发送：/join { $code }
    接任的人确认之后，{ $name }就卸任，这里以前的记录都保留。
handover-code-officer =
    { $place }的交接码：{ $code }
    30 天内有效。请把它转给接任的人，让他在和我的私聊里发送：/join { $code }
    接任的人确认之后，您就卸任了，您做过的记录都保留。
handover-ended = 这个岗位已经结束了，不用再交接。
handover-over = { $name }已经接任{ $place }的科普信息员，您的岗位今天结束。谢谢您做的工作！

away-no-post = 您现在没有岗位，不用请假。
away-ask = 请几天假？从今天算起。也可以写明日期，例如：/away 12月1日-12月5日
away-how = 请假这样写：/away 3天，或者 /away 12月1日-12月5日。回来了：/away 结束
away-is = 您正在请假：{ $since } 到 { $until }。要改，请重新选天数（从今天算起）；回来了就选“结束”。
away-button-days = { $days } 天
away-button-end = 结束
away-done = 已记下：{ $since } 到 { $until } 请假。这几天不提醒，分享也按“不清楚”算，不算没完成。
away-ended = 欢迎回来，请假已经结束。
away-none = 您现在没有请假。
away-unclear = 没看懂是哪几天。请这样写：/away 3天，或者 /away 12月1日-12月5日
away-too-long = 一次最多请 { $days } 天。时间更长的话，请找协调员办交接（/handover）。
away-past = 这几天已经过去了。请假从今天或者以后算起，请再看一下日期。

behalf-how = 这样代办：/for 张三 /share 1 2。姓名后面写要代办的命令，记录上会注明是您代录的。
behalf-nobody = 在您负责的地区里没有找到叫“{ $name }”的科普信息员。写单位名也行，例如：/for 槐树村 /share 1
behalf-which = 是哪一位“{ $name }”？
behalf-too-many = 叫“{ $name }”的太多了，请写全名或者单位名。
behalf-not-so = 这条命令不能代办。能代办的有：/share、/report、/board、/away 等信息员的日常记录。
behalf-not-yours = 这位信息员不在您负责的地区，由那里的协调员来办。
behalf-over = 这次代办已经失效（岗位结束了，或者不归您管了），请重新发一次。

register-line = · { $place }：{ $name }
register-more = 还有 { $count } 个没有列出。
register-name-long = 名称太长了，请不要超过 { $limit } 个字。
register-there = { $place }已经有“{ $name }”了，不用再登记。
station-how = 登记e站：/station 单位 名称，例如：/station 槐树村 槐树村e站
station-list = 您负责的地区有 { $count } 个科普中国e站。
station-done = 已登记：{ $place }的“{ $name }”。
facility-how = 登记设施：/facility 单位 种类 名称，例如：/facility 槐树村 宣传栏 村口宣传栏。种类有：宣传栏、图书角、大屏。
facility-list = 您负责的地区有 { $count } 处设施。
facility-done = 已登记：{ $place }的“{ $name }”。
facility-kind-board = 宣传栏
facility-kind-books = 图书角
facility-kind-screen = 大屏

mydata-nothing = 关于您，这里什么都没有保存。
mydata-head = 关于您保存的全部内容。称呼：{ $name }
mydata-language = 语言：{ $own }；常用的转发去处：{ $destination }
mydata-consent = 同意保存的时间：{ $at }
mydata-account = 账号：{ $platform } { $user }
mydata-posts = 【岗位】{ $count } 个
mydata-post = { $place } { $role }，{ $state }，{ $since } 起
mydata-until = ，到 { $until }
mydata-away = ；请假 { $since } 到 { $until }
mydata-shares = 【分享】{ $count } 条
mydata-links = 【短链接】{ $count } 个
mydata-link = 《{ $title }》→ { $where }：/s/{ $code }，{ $until }前有效
mydata-events = 【活动】{ $count } 场
mydata-upkeeps = 【设施更新】{ $count } 次
mydata-corrections = 【更正】{ $count } 次
mydata-log = 【操作记录】{ $count } 条
mydata-headcount = { $count } 人
mydata-withdrawn = （已撤回）
mydata-passing = 还有一些过几天会自动删除的：没说完的对话 { $talks } 个，我发给您的私聊消息 { $messages } 条。
mydata-how = 要更正分享：/me。要删掉这些：/forgetme。
mydata-to-wechat = 微信群
mydata-to-moments = 朋友圈
mydata-to-qq = QQ
mydata-to-weibo = 微博
mydata-to-other = 其他
mydata-evidence-claimed = 本人说的
mydata-evidence-observed = 群里看到的
mydata-evidence-reached = 有人打开过
mydata-evidence-imported = 官方App导入
mydata-evidence-spot-checked = 抽查过
mydata-corrected-gone = 已不在的记录
mydata-corrected-share = 《{ $name }》：{ $change }
mydata-corrected = { $name }：{ $change }
mydata-change = { $old } → { $new }
mydata-change-field = { $field } { $old } → { $new }
mydata-change-joiner = ；
mydata-change-withdrawn = 撤回（{ $what }）
mydata-about = 大约
mydata-exact = 准数
mydata-none = 没有写
mydata-field-title = 名称
mydata-field-kind = 种类
mydata-field-day = 日期
mydata-field-part = 时段
mydata-field-headcount = 人数
mydata-field-approximate = 人数准不准
mydata-field-station = e站
mydata-field-state = 状态
mydata-field-destination = 去向
mydata-field-answer = 抽查
mydata-act-station-add = 登记e站
mydata-act-facility-add = 登记设施
mydata-act-behalf-share = 代办：记分享
mydata-act-behalf-me = 代办：看、改分享记录
mydata-act-behalf-rep = 代办：上报活动
mydata-act-behalf-ev = 代办：看、改活动
mydata-act-behalf-board = 代办：记宣传栏更新
mydata-act-behalf-books = 代办：记图书角更新
mydata-act-behalf-screen = 代办：记大屏更新
mydata-act-behalf-away = 代办：请假
mydata-act-link-code = 取关联码
mydata-act-link-say = 有账号发来关联码
mydata-act-link-decline = 没有同意关联
mydata-act-account-link = 关联账号
mydata-act-account-unlink = 解除账号
mydata-act-person-merge = 两份登记合成一份
mydata-act-post-merge = 两个相同的岗位合成一个
mydata-act-post-join = 凭码加入岗位
mydata-act-post-roster = 按名册登记岗位
mydata-act-post-taken-back = 岗位被收回，改发新码
mydata-act-roster-load = 导入名册
mydata-act-code-invite = 印个人邀请码
mydata-act-post-confirm = 确认加入申请
mydata-act-post-refuse = 拒绝加入申请
mydata-act-post-handover-asked = 提出交接岗位
mydata-act-post-hand-over = 发出交接码
mydata-act-post-handed-over = 岗位交给接任的人
mydata-act-post-leave = 请假
mydata-act-post-back = 结束请假
mydata-act-post-end = 岗位结束
mydata-act-person-consent = 同意保存资料
mydata-act-person-language = 设置语言
mydata-act-person-read-out = 查看自己的资料
mydata-act-person-forget = 注销
mydata-act-code-make = 印码
mydata-act-code-wrong = 输错码
mydata-act-code-revoke = 作废码
mydata-act-group-noted = 群第一次被记下
mydata-act-group-added = 机器人进群
mydata-act-group-back = 机器人回到群里
mydata-act-group-removed = 机器人被移出群
mydata-act-group-renamed = 群改名
mydata-act-group-moved = 群升级
mydata-act-group-pause = 暂停群里的推送
mydata-act-group-resume = 恢复群里的推送
mydata-act-group-language = 设置群的语言
mydata-act-group-bind = 绑定群
mydata-act-group-create = 新建群
mydata-act-group-topic = 选定群里的话题
mydata-act-share-withdraw = 撤回分享
mydata-act-app-shares-load = 导入官方 App 的分享
mydata-act-spot-answer = 答每周抽查
mydata-act-share-correct = 更正分享去向
mydata-act-event-report = 上报活动
mydata-act-event-photos = 添加活动照片
mydata-act-event-correct = 更正活动
mydata-act-event-withdraw = 撤回活动
mydata-act-event-accept = 通过活动
mydata-act-event-return = 退回活动
mydata-act-upkeep-add = 记设施更新
mydata-act-upkeep-correct = 更正设施更新的日期
mydata-act-upkeep-withdraw = 撤回设施更新
mydata-act-upkeep-snooze = 推迟提醒
mydata-act-upkeep-pause = 暂停提醒
mydata-act-upkeep-resume = 恢复提醒
mydata-act-edition-approved = 通过当天要推送的内容
mydata-act-edition-skipped = 决定当天不推送
mydata-act-edition-swap = 换一条要推送的内容
mydata-act-item-approve = 审定常备内容
mydata-act-item-recall = 撤回推送过的内容
mydata-act-item-add = 添加一条内容
mydata-act-item-approved = 审定一条内容
mydata-act-item-rejected = 不用一条内容
mydata-act-item-summary = 给一条内容写摘要
mydata-act-item-topic = 更正一条内容的主题
mydata-act-items-load = 导入一批内容
mydata-act-region-set = 设置地区
mydata-act-other = 其他操作

forgetme-ask =
    { $name }，您要注销吗？注销以后：
    · 会清空：您的称呼、账号、语言和转发习惯、您发过的网址，还有我发给您的私聊消息。您的短链接以后打不开了。
    · 会结束：您现在的岗位。协调员会知道岗位空出来了。
    · 会留下：岗位上的分享、活动和更新记录，但不再带您的名字。已经发到群里的消息，我收不回来。
    注销以后不能恢复。要看看有哪些内容，请先发送 /mydata。
forgetme-button-yes = 确定注销
forgetme-button-no = 不注销
forgetme-kept = 好的，没有改动。
forgetme-done = 已经注销，您的称呼和账号都清空了。谢谢您做过的工作。以后想回来，向协调员要个码再 /join 就行。
