# 名册上的人怎么加入：个人邀请码、打印的卡片、本人用码之后的话。

invite-sheet-title = 科普信息员邀请码
invite-send = /join { $code }
invite-how = 扫码，把出来的文字私聊发给科普机器人；或者直接发送 /join { $code }
invite-how-link = 扫码打开，点“开始”；或者私聊科普机器人，发送 /join { $code }
invite-until = { $until } 前有效，只能本人用一次
invite-file = 邀请码-{ $day }.docx
invite-file-text = { $count } 个人的邀请码在文件里，A4 纸打印、剪开，发给本人。码只能用一次，请不要发到群里。
invite-too-many = 还有 { $count } 个人没有邀请码，一份文件最多 { $most } 个。请按乡镇分开印：/code sheet 乡镇名
invite-none = { $place }名册上的人都已经加入了，没有要印的。
invite-no-files = 这个平台发不了文件。请让系统管理员运行 kpbot code sheet，或者一个一个印：/code person 姓名
invite-person-unknown = 在您负责的地区里没有找到“{ $name }”。请写名册上的姓名，例如：/code person 李秀英
invite-person-which = 要给哪一位印码？
invite-person-button = { $name }，{ $place }
invite-person-code =
    { $name }（{ $place }）的邀请码：{ $code }
    { $until } 前有效，只能用一次；以前印的作废。请转给本人，让本人在和我的私聊里发送：/join { $code }
invite-person-came = { $name }（{ $place }）已经加入了，不用再印码。
invite-person-came-wrong = 如果加入的不是本人，可以收回这个岗位，再给本人印一个新码。
invite-button-take-back = 不是本人，收回并重印
invite-taken-back = 岗位已收回，记录都还在{ $place }名下。
invite-taken-from-you = 协调员说{ $place }的岗位不是您的，已经收回。有疑问请联系当地科协。发送 /forgetme 可以删掉您的资料。
invite-over = 这个岗位已经结束，或者已经有人加入了。请找发码的人核对一下。

invite-notice =
    名册上，{ $place }的{ $what }是{ $name }。是您本人吗？加入之前，请先看一下会保存什么：
    · 会保存：名册上的姓名和岗位、您在这个聊天平台上的账号、您报来的分享、活动和更新，还有您做过哪些操作的记录。
    · 不保存：身份证号、手机号，也不保存群里的聊天内容。
    · 谁能看到：本地区和上级的科协协调员，还有系统管理员。不搞个人排名。
    · 随时可以：发送 /mydata 看全部内容，发送 /forgetme 注销。
    您是本人，并且同意吗？
invite-also = 名册上，{ $place }的{ $what }是{ $name }。是您本人吗？您的称呼照旧，原来的岗位不受影响。
invite-also-other = 名册上，{ $place }的{ $what }是{ $name }，您在这里的称呼是{ $own }。要由您担任的话，我请协调员确认一下。要吗？
invite-button-yes = 是本人，同意
invite-declined = 好的，没有把您的账号记下来。您的姓名和岗位是名册里登记的，不想留在上面，请跟当地科协说一声。
invite-joined = { $name }，欢迎！您现在是{ $place }的{ $what }了。发送 /help 看看能做什么。
invite-commands =
    给名册上的人印码：
    /code sheet 青禾县（还没有加入的人，一人一张卡片，打印的文件）
    /code person 李秀英（一个人的码，可以重印）

invite-command-about = 给名册上还没有加入的人印邀请码卡片（Word 文件），以前印的作废
invite-command-out = 写到哪个文件
invite-command-region = 只印这个地区和下级的，例如 北镇市
invite-command-coordinators = 印协调员的码（24 小时内有效），不印信息员的
invite-command-none = 名册上的人都已经加入了，没有要印的。
invite-command-done = 已经给 { $count } 人印好邀请码：{ $file }。打印、剪开，发给本人；文件里是有效的码，用完请删掉。
invite-command-not-written = 写不了文件 { $file }：{ $reason }。请换一个文件夹。没有印任何码。

invite-not-joined = 名册上还有 { $count } 位信息员没有加入。发送 /code sheet，可以印出他们的邀请码。

invite-privately = 邀请码不能发在群里。请私聊我，发送 /code sheet，就能印出来。

invite-command-none-new = 没有要新印的码：名册上的人要么已经加入，要么已经有了还能用的码。要重印，请运行 kpbot code sheet。
invite-command-codes = 导入之后，给还没有码的信息员印邀请码卡片，写到这个 Word 文件
invite-command-only-roster = 只有导入名册（roster）才能加 --codes。
